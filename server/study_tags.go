package server

import (
	"slices"
	"strings"

	"evidelic/study"
)

// tagRow is a task of the study page's table.
type tagRow struct {
	Task   string
	Label  string
	Status string // in words where there are no values
	Values []string
	From   string // what decided: "title, abstract"
	Href   string // marks the proofs in the abstract; "" when there is nothing to mark
	Chosen bool
}

// tagTable is what the study page says of its tags: the answers, and the tasks
// without one.
type tagTable struct {
	Rows          []tagRow
	NotReported   []string
	NotApplicable []string
	Corrected     []decidedView // answers that an operator gave in place of the rules'
}

// newTagTable gives the tags in the order of study.Tasks; tasks that nobody
// looked at are left out. "Not reported" and "not applicable" are answers, and
// short ones.
func newTagTable(st *study.Study, chosen study.Task) *tagTable {
	t := &tagTable{}
	for _, task := range study.Tasks() {
		tag, ok := st.Tags[task]
		switch {
		case !ok:
		case len(tag.Values) > 0:
			t.Rows = append(t.Rows, newTagRow(st.ID, task, tag, task == chosen))
		case tag.Status == study.NotApplicable:
			t.NotApplicable = append(t.NotApplicable, strings.ToLower(taskLabel(task)))
		default:
			t.NotReported = append(t.NotReported, strings.ToLower(taskLabel(task)))
		}
	}
	if len(t.Rows)+len(t.NotReported)+len(t.NotApplicable) == 0 {
		return nil
	}
	return t
}

func newTagRow(id string, task study.Task, tag study.Tag, chosen bool) tagRow {
	row := tagRow{Task: string(task), Label: taskLabel(task), Chosen: chosen}
	var from []string
	for _, v := range tag.Values {
		row.Values = append(row.Values, upperFirst(valueWords(task, v)))
		if v.From != "" && !slices.Contains(from, v.From) {
			from = append(from, v.From)
		}
		if len(v.Proofs) > 0 {
			row.Href = proofHref(id, task)
		}
	}
	for i, f := range from {
		if f == study.RuleOperator {
			from[i] = "by hand"
		}
	}
	row.From = strings.Join(from, ", ")
	return row
}

func statusWords(s study.Status) string {
	switch s {
	case study.NotReported:
		return "not reported in the abstract"
	case study.NotApplicable:
		return "not applicable"
	}
	return "reported"
}

// taskLabel gives a task in words.
func taskLabel(t study.Task) string {
	switch t {
	case study.TaskN:
		return "Participants"
	case study.TaskLevel:
		return "Evidence level"
	case study.TaskAge:
		return "Age group"
	case study.TaskFollowup:
		return "Follow-up"
	case study.TaskOutcome:
		return "Outcomes"
	case study.TaskRegistration:
		return "Registration"
	}
	s := string(t)
	if s == "" {
		return ""
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// chosenTag is the tag whose proofs are marked.
type chosenTag struct {
	Label    string
	Words    string
	Other    []study.Proof // proofs from structured fields, shown beside the text
	Rules    []ruleView
	Marked   bool
	Withheld bool // a proof quotes what the policy does not show
	title    []study.Span
	abstract []study.Span
	used     bool
}

// ruleView says which source decided on a value, and by which rules.
type ruleView struct {
	Value, From string
	Rules       []string
}

// chooseTag collects the proofs of a task; nil when the study has none for it.
// A proof is marked only where the text says what the proof says.
func chooseTag(st *study.Study, task study.Task) *chosenTag {
	tag, ok := st.Tags[task]
	if !ok || task == "" {
		return nil
	}
	c := &chosenTag{Label: taskLabel(task), Words: statusWords(tag.Status)}
	if len(tag.Values) > 0 {
		c.Words = tagWords(task, tag)
	}
	text := st.AbstractText()
	for _, v := range tag.Values {
		rule := ruleView{Value: upperFirst(valueWords(task, v)), From: v.From}
		for _, p := range v.Proofs {
			c.add(p, st.Title, text)
			if p.Rule != "" && !slices.Contains(rule.Rules, p.Rule) {
				rule.Rules = append(rule.Rules, p.Rule)
			}
		}
		c.Rules = append(c.Rules, rule)
	}
	c.Marked = len(c.title)+len(c.abstract) > 0
	return c
}

func (c *chosenTag) add(p study.Proof, title, abstract string) {
	span := study.Span{Start: p.Start, End: p.End}
	switch {
	case p.Field == "title" && fits(title, span) && title[p.Start:p.End] == p.Text:
		c.title = append(c.title, span)
	case p.Field == "abstract" && fits(abstract, span) && abstract[p.Start:p.End] == p.Text:
		c.abstract = append(c.abstract, span)
	case p.Field == "abstract" && p.Text == "":
		c.Withheld = true
	default:
		c.Other = append(c.Other, p)
	}
}

// titleID gives the jump target to the title unless the abstract has a mark: a
// reader wants to see the abstract.
func (c *chosenTag) titleID() string {
	if len(c.abstract) > 0 {
		return ""
	}
	return c.nextID()
}

// nextID gives "proof" once.
func (c *chosenTag) nextID() string {
	if c.used {
		return ""
	}
	c.used = true
	return "proof"
}
