// SPDX-License-Identifier: EUPL-1.2

package learn

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func TestReliability(t *testing.T) {
	cases := []Case{{Probability: 0.05}, {Probability: 0.1, Right: true}, {Probability: 0.95, Right: true}, {Probability: 0.97}, {Probability: 1, Right: true}, {Probability: 1.2, Right: true}}
	rows := Reliability(cases, Tenths())
	if len(rows) != 10 || rows[0].N != 1 || rows[1].N != 1 || rows[9].N != 3 || rows[4] != (Reliable{From: 0.4, To: 0.5}) {
		t.Fatalf("rows: %+v", rows)
	}
	if math.Abs(rows[9].Claimed-(0.95+0.97+1)/3) > 1e-12 || math.Abs(rows[9].Right-2.0/3) > 1e-12 {
		t.Errorf("last row: %+v", rows[9])
	}
	want := (0.05 + 0.9 + 3*math.Abs((0.95+0.97+1)/3-2.0/3)) / 5
	if got := CalibrationError(rows); math.Abs(got-want) > 1e-12 {
		t.Errorf("error %v, want %v", got, want)
	}
	if CalibrationError(nil) != 0 || Reliability(cases, nil) != nil {
		t.Error("nothing must give nothing")
	}
}

func TestCalibrationNeverGoesDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		bent := rapid.Float64Range(-1, 3).Draw(t, "bent")
		cases := town(chance, rapid.IntRange(0, 3000).Draw(t, "n"), func(p float64) float64 { return bent * (1 - p) })
		c := Calibrate(cases, rapid.Float64Range(0, 50).Draw(t, "pull"))
		last := 0.0
		for i := 0; i <= 1000; i++ {
			at := c.At(float64(i) / 1000)
			if at < last || at > 1 {
				t.Fatalf("at %v: %v after %v", float64(i)/1000, at, last)
			}
			last = at
		}
		body, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back Calibration
		if err := json.Unmarshal(body, &back); err != nil || back.At(0.37) != c.At(0.37) || back.At(0.9993) != c.At(0.9993) {
			t.Fatalf("not the same after JSON: %v", err)
		}
	})
}

// Where stretches are put together that come to the same, their shares differ by a
// rounding; what was written down must be readable all the same.
func TestCalibrationIsReadBackWhateverIsRounded(t *testing.T) {
	for seed := range uint64(3000) {
		cases := town(rand.New(rand.NewPCG(seed, 3)), 160, func(p float64) float64 { return 1 - p })
		body, err := json.Marshal(Calibrate(cases, 1.0/(1<<18)))
		if err != nil {
			t.Fatal(err)
		}
		var back Calibration
		if err := json.Unmarshal(body, &back); err != nil {
			t.Fatalf("seed %d: %v in %s", seed, err, body)
		}
	}
}

func TestCalibrationLearnsSlowlyFromLittleAndMuchFromMuch(t *testing.T) {
	none := Calibrate(nil, 20)
	for _, p := range []float64{0, 0.003, 0.2, 0.77, 0.9997, 1} {
		if math.Abs(none.At(p)-p) > 1e-12 || (Calibration{}).At(p) != p {
			t.Errorf("without cases %v becomes %v", p, none.At(p))
		}
	}
	few := Calibrate(many(3, 0.85, 0), 20)
	if got := few.At(0.85); got < 0.85 || got > 0.9 {
		t.Errorf("three right cases moved 0.85 to %v", got)
	}
	half := Calibrate(many(5000, 0.85, 2500), 20)
	if got := half.At(0.85); math.Abs(got-0.5) > 0.01 {
		t.Errorf("half was right, so 0.85 should become 0.5: %v", got)
	}
	wrong := town(rand.New(rand.NewPCG(9, 9)), 40_000, func(p float64) float64 { return 2 * (1 - p) })
	c := Calibrate(wrong, 20)
	for i := range wrong {
		wrong[i].Probability = c.At(wrong[i].Probability)
	}
	if left := CalibrationError(Reliability(wrong, Tenths())); left > 0.01 {
		t.Errorf("calibration error %v remains", left)
	}
}

func TestCalibrationRefusesWhatIsNone(t *testing.T) {
	for _, body := range []string{`{"claimed":[0.5],"right":[]}`, `{"claimed":[0.5,0.4],"right":[0.1,0.2]}`, `{"claimed":[0.5],"right":[1.5]}`, `{"claimed":"x"}`} {
		var c Calibration
		if err := json.Unmarshal([]byte(body), &c); !fault.Is(err, "learn.calibration") {
			t.Errorf("%s: %v", body, err)
		}
	}
}
