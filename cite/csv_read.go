package cite

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"

	"evidelic/study"
)

// csvRow is one row under the names of its columns.
type csvRow map[string]string

// csv reads a table with a heading line: our own, or that of PubMed. A row is bounded
// as a record is.
func (in input) csv() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		limited := &ration{r: in.r, left: MaxRecord}
		r := csv.NewReader(limited)
		r.FieldsPerRecord = -1
		head, err := csvHead(r)
		if err != nil {
			yield(study.Record{}, fmt.Errorf("%s: %w", in.name, err))
			return
		}
		for {
			limited.left = MaxRecord
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			var bad *csv.ParseError
			switch {
			case limited.left <= 0:
				yield(study.Record{}, fmt.Errorf("%s: %w", in.name, errTooLarge))
				return
			case errors.As(err, &bad):
				if !yield(study.Record{}, in.fault(fmt.Sprintf("line %d", bad.StartLine), "", bad.Err.Error())) {
					return
				}
				continue
			case err != nil:
				yield(study.Record{}, fmt.Errorf("%s: %w", in.name, err))
				return
			}
			line, _ := r.FieldPos(0)
			if !yield(in.csvRecord(head, cells, line)) {
				return
			}
		}
	}
}

func csvHead(r *csv.Reader) ([]string, error) {
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("a table needs a line of column names: %w", err)
	}
	title := false
	for i, h := range head {
		head[i] = strings.ToLower(strings.TrimSpace(h))
		title = title || head[i] == "title"
	}
	if !title {
		return nil, fmt.Errorf("no column is named \"title\": %w", study.ErrInvalid)
	}
	return head, nil
}

func (in input) csvRecord(head, cells []string, line int) (study.Record, error) {
	at := fmt.Sprintf("line %d", line)
	if len(cells) != len(head) {
		return study.Record{}, in.fault(at, "", fmt.Sprintf("it has %d cells under %d columns", len(cells), len(head)))
	}
	row := csvRow{}
	for i, h := range head {
		row[h] = clean(plainCell(cells[i]))
	}
	var rep study.Report
	if _, ours := row["integrity"]; ours {
		rep = row.ours()
	} else {
		rep = row.foreign()
	}
	rec, err := in.finish(rep, "", []byte(strings.Join(cells, "\t")), "text/csv")
	if err != nil {
		return rec, in.fault(at, row["id"], err.Error())
	}
	return rec, nil
}

// plainCell takes the quote away that safeCell put before a cell.
func plainCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(formulaStarts, rune(s[1])) {
		return s[1:]
	}
	return s
}

func (row csvRow) list(column string) []string {
	var out []string
	for _, v := range strings.Split(row[column], ";") {
		out = appendText(out, v)
	}
	return out
}

func (row csvRow) names(column string) []study.Author {
	var out []study.Author
	for _, v := range strings.Split(row[column], ";") {
		v = strings.TrimSpace(v)
		switch {
		case v == "":
		case !strings.Contains(v, ","):
			out = append(out, study.Author{Collective: v})
		default:
			out = append(out, parseName(v))
		}
	}
	return out
}

// ours reads the table that csvWriter writes.
func (row csvRow) ours() study.Report {
	rep := study.Report{Kind: study.KindArticle, Title: row["title"], Authors: row.names("authors"), Volume: row["volume"], Issue: row["issue"],
		Pages: row["pages"], Keywords: csvKeywords(row["keywords"]), Languages: row.list("languages"), PublicationTypes: row.list("publication_types")}
	rep.Published.Print = parseLooseDate(cslFirst(row["date"], row["year"]))
	setIDs(&rep.IDs, row["doi"], row["pmid"], row["pmcid"], row["registry"])
	if knownKind(study.Kind(row["kind"])) {
		rep.Kind = study.Kind(row["kind"])
	}
	switch rep.Kind {
	case study.KindBook:
		rep.Book = &study.Book{Title: row["journal"], Publisher: row["publisher"], Editors: row.names("editors")}
	case study.KindRegistration:
	default:
		rep.Journal.Title = row["journal"]
	}
	for _, n := range row.list("trials") {
		if number, _, ok := study.NormalRegistry(n); ok {
			rep.Trials = append(rep.Trials, study.TrialLink{Number: number, Role: study.RoleMentions})
		}
	}
	if ab := row["abstract"]; ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	readIntegrity(&rep, row["integrity"])
	rep.Demo = rep.Demo || row["synthetic"] == "true"
	noticesByTitle(&rep)
	return rep
}

// csvKeywords parts keywords at semicolons; one that holds a semicolon has a bar
// in its place.
func csvKeywords(s string) []string {
	var out []string
	for _, v := range strings.Split(s, "; ") {
		out = appendText(out, strings.ReplaceAll(v, "¦", ";"))
	}
	return out
}

// foreign reads PubMed's table, and others with like names of columns.
func (row csvRow) foreign() study.Report {
	rep := study.Report{Kind: study.KindArticle, Title: strings.TrimSuffix(row["title"], "."), Volume: row["volume"], Issue: row["issue"], Pages: row["pages"]}
	sep := ","
	if strings.Contains(row["authors"], ";") {
		sep = ";"
	}
	for _, v := range strings.Split(row["authors"], sep) {
		if a := risName(strings.TrimSuffix(strings.TrimSpace(v), ".")); !a.IsZero() {
			rep.Authors = append(rep.Authors, a)
		}
	}
	rep.Journal.Title = cslFirst(row["journal/book"], row["journal"])
	rep.Published.Print = parseLooseDate(cslFirst(row["publication year"], row["year"]))
	setIDs(&rep.IDs, row["doi"], row["pmid"], row["pmcid"], "")
	if m := reSource.FindStringSubmatch(row["citation"]); m != nil {
		rep.Volume, rep.Issue, rep.Pages = cslFirst(rep.Volume, m[1]), cslFirst(rep.Issue, m[2]), cslFirst(rep.Pages, m[3])
	}
	if ab := row["abstract"]; ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	noticesByTitle(&rep)
	return rep
}

// reSource is the place in a journal as MEDLINE sums it up: ";15(4):132-42.".
var reSource = regexp.MustCompile(`;([^():;]*)(?:\(([^()]*)\))?(?::([^.;: ]+))?\.`)
