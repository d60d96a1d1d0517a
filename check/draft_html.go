package check

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"evidelic/cite"
)

// HTML writes the report as one page that needs nothing else: to be kept, mailed or
// printed. Everything that came from the draft or the library is escaped.
func (r *DraftReport) HTML(w io.Writer) error {
	page, err := template.New("draft").Funcs(template.FuncMap{"join": strings.Join, "facts": (*Candidate).facts, "ref": reference}).Parse(draftPage)
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := page.Execute(w, r); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// reference is a citation with its markup.
func reference(k *Candidate) (template.HTML, error) {
	marked, err := cite.Reference(k.study, k.style, cite.HTML)
	return template.HTML(marked), err // made by package cite, which escapes
}

// facts lists what is known of a study at a glance.
func (k *Candidate) facts() []string {
	var out []string
	for _, f := range [][2]string{{"design", k.Design}, {"level", k.Level}, {"n", k.N}, {"authors conclude", k.Direction}} {
		if f[1] != "" {
			out = append(out, f[0]+": "+f[1])
		}
	}
	return out
}

const draftPage = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Studies that bear on this draft</title></head><body>
<h1>Studies that bear on this draft</h1>
<p>{{.Disclaimer}}</p>
<p>{{.Words}} words, {{.Sentences}} sentences, {{len .Claims}} claims{{if .Truncated}}; there are more than were looked up{{end}}.</p>
{{range .Claims}}<section>
<h2>{{.Number}}. {{.Text}}</h2>
<p>Why: {{join .Rules ", "}}. About: {{join .About ", "}}.</p>
{{if .NoStudy}}<p>Nothing in the library fits this claim.</p>
{{end}}{{if .Missing}}<p>No study found here has: {{join .Missing ", "}}.</p>
{{end}}{{if .Candidates}}<ol>
{{range .Candidates}}<li>{{if .Retracted}}<strong>RETRACTED.</strong> {{end}}{{ref .}}
<ul>{{with facts .}}<li>{{join . "; "}}</li>{{end}}{{if .Integrity}}<li>{{.Integrity}}</li>{{end}}
<li>{{.Passage.Field}}: <q>{{.Passage.Text}}</q></li></ul></li>
{{end}}</ol>
{{end}}</section>
{{end}}</body></html>
`
