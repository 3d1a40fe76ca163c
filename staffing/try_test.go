// SPDX-License-Identifier: EUPL-1.2

package staffing_test
import ("testing"; bench "rentmeester/bench/staffing"; "rentmeester/staffing"; "os"; "context";"fmt";"time")
func TestTry(t *testing.T){
	for _,s:=range bench.Shapes { if s.Name==os.Getenv("SHAPE") { task:=bench.Invent(s,1);
	t0:=time.Now()
	p,err:=staffing.Propose(context.Background(),task,staffing.DefaultPrices(),staffing.Options{})
	if err!=nil {t.Fatal(err)}
	fmt.Printf("value %d bound %d gap %.4f%% unfilled %d %v terms %+v\n",p.Value,p.Bound,p.Gap*100,len(p.Unfilled),time.Since(t0),p.Terms)
	c:=bench.Count(task,staffing.DefaultPrices(),p.Placements)
	if c.Value!=int64(p.Value)||len(c.Wrong)>0 {t.Errorf("%d %v",c.Value,c.Wrong)}
	m:=map[string]int{}; for _,u:=range p.Unfilled { for _,r:=range u.Reasons {m[r.Code]++}}; fmt.Println(m)
	} }
}
