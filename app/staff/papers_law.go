// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"strconv"

	"rentmeester/formats/paper"
)

// Headings of the papers that law gives a shape: each has a sentence "head" and one
// "text" in the catalogue.
var (
	councilHeads = []string{"purpose", "data", "absent", "how", "sees", "decides", "retention", "not", "rights", "law", "asked"}

	// of the model of the government, 17 points in four parts
	impactParts = []struct {
		part   string
		points []int
	}{{"a", []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}, {"b", []int{11, 12, 13, 14, 15}}, {"c", []int{16}}, {"d", []int{17}}}

	// articles of the AI Act on systems of high risk, with how far they are met
	actArticles = []struct{ article, met string }{{"9", "partly"}, {"10", "partly"}, {"11", "partly"}, {"12", "met"}, {"13", "met"}, {"14", "met"}, {"15", "partly"},
		{"26", "partly"}, {"27", "not"}}
)

// council is the dossier for the works council.
func (w writing) council() (blocks []paper.Block) {
	for _, head := range councilHeads {
		blocks = append(blocks, paper.Heading(2, w.say("works-council."+head+".head")), paper.Text(w.say("works-council."+head+".text")))
		switch head {
		case "data":
			blocks = append(blocks, w.kept())
		case "sees":
			blocks = append(blocks, w.roles())
		}
	}
	return blocks
}

// kept is what the books keep of people, and how much of it there is.
func (w writing) kept() paper.Block {
	var rows [][]string
	for _, k := range w.Kept {
		rows = append(rows, []string{w.say("kept." + k.What), strconv.Itoa(k.N), w.say("kept." + k.What + ".why")})
	}
	rows = append(rows, []string{w.say("kept.decisions"), strconv.Itoa(len(w.Log)), w.say("kept.decisions.why")})
	return paper.Rows(w.columns("data", "#number", "why"), rows...)
}

// roles is who may do what, by the policy in force.
func (w writing) roles() paper.Block {
	return paper.Rows(w.columns("right", "roles"), []string{w.say("right.sees"), w.args["sees"]}, []string{w.say("right.decides"), w.args["decides"]},
		[]string{w.say("right.audits"), w.args["audits"]})
}

// impact is the assessment of what processing does to the protection of personal data.
func (w writing) impact() (blocks []paper.Block) {
	for _, part := range impactParts {
		blocks = append(blocks, paper.Heading(2, w.say("dpia.part."+part.part)))
		for _, n := range part.points {
			key := "dpia." + strconv.Itoa(n)
			blocks = append(blocks, paper.Heading(3, strconv.Itoa(n)+". "+w.say(key+".head")), paper.Text(w.say(key+".text")))
			switch n {
			case 2:
				blocks = append(blocks, w.kept())
			case 5:
				blocks = append(blocks, w.roles())
			}
		}
	}
	return append(blocks, paper.Heading(2, w.say("dpia.sign.head")), paper.Text(w.say("dpia.sign.text")))
}

// act is where each article of the AI Act is met, or is not.
func (w writing) act() []paper.Block {
	var rows [][]string
	var told []paper.Block
	for _, a := range actArticles {
		head := w.with("ai-act.article", "n", a.article) + " " + w.say("ai-act."+a.article+".head")
		rows = append(rows, []string{head, w.say("ai-act." + a.met)})
		told = append(told, paper.Heading(3, head), paper.Text(w.say("ai-act."+a.article+".where")))
	}
	blocks := []paper.Block{paper.Heading(2, w.say("ai-act.class.head")), paper.Text(w.say("ai-act.class.text")), paper.Heading(2, w.say("ai-act.table.head")),
		paper.Rows(w.columns("article", "state"), rows...), paper.Heading(2, w.say("ai-act.told.head"))}
	return append(append(blocks, told...), paper.Heading(2, w.say("ai-act.open.head")), paper.Text(w.say("ai-act.open.text")))
}
