package crossref

import (
	"bytes"
	"encoding/json"
)

// envelope is an answer: a list of works, one work, or a refusal.
type envelope struct {
	Status  string          `json:"status"`
	Type    string          `json:"message-type"`
	Message json.RawMessage `json:"message"`
}

// list is the message of a list of works.
type list struct {
	Total *int              `json:"total-results"`
	Next  string            `json:"next-cursor"`
	Items []json.RawMessage `json:"items"`
}

// work is one work, as far as it is looked at.
type work struct {
	DOI        string   `json:"DOI"`
	Aliases    texts    `json:"aliases"`
	Type       string   `json:"type"`
	Subtype    string   `json:"subtype"`
	Title      texts    `json:"title"`
	Subtitle   texts    `json:"subtitle"`
	Original   texts    `json:"original-title"`
	Author     []person `json:"author"`
	Editor     []person `json:"editor"`
	Container  texts    `json:"container-title"`
	Short      texts    `json:"short-container-title"`
	GroupTitle string   `json:"group-title"`
	ISSN       texts    `json:"ISSN"`
	ISBN       texts    `json:"ISBN"`
	Publisher  string   `json:"publisher"`
	Place      string   `json:"publisher-location"`
	Edition    string   `json:"edition-number"`
	Volume     string   `json:"volume"`
	Issue      string   `json:"issue"`
	Page       string   `json:"page"`
	Number     string   `json:"article-number"`
	Abstract   string   `json:"abstract"`
	Language   string   `json:"language"`

	Institution []struct {
		Name string `json:"name"`
	} `json:"institution"`

	Print     moment `json:"published-print"`
	Online    moment `json:"published-online"`
	Posted    moment `json:"posted"`
	Published moment `json:"published"`
	Issued    moment `json:"issued"`
	Created   moment `json:"created"`
	Deposited moment `json:"deposited"`
	Indexed   moment `json:"indexed"`

	License []struct {
		URL     string `json:"URL"`
		Version string `json:"content-version"`
		Delay   int    `json:"delay-in-days"`
	} `json:"license"`
	Link []struct {
		URL  string `json:"URL"`
		Type string `json:"content-type"`
		Use  string `json:"intended-application"`
	} `json:"link"`
	Resource struct {
		Primary struct {
			URL string `json:"URL"`
		} `json:"primary"`
	} `json:"resource"`
	Funder []struct {
		Name   string `json:"name"`
		Awards texts  `json:"award"`
	} `json:"funder"`
	Trials []struct {
		Number   string `json:"clinical-trial-number"`
		Registry string `json:"registry"`
		Type     string `json:"type"`
	} `json:"clinical-trial-number"`
	Reference []struct {
		DOI string `json:"DOI"`
	} `json:"reference"`

	UpdateTo  []update             `json:"update-to"`
	UpdatedBy []update             `json:"updated-by"`
	Relation  map[string]relations `json:"relation"`
	CitedBy   *int                 `json:"is-referenced-by-count"`
}

type person struct {
	Given       string `json:"given"`
	Family      string `json:"family"`
	Suffix      string `json:"suffix"`
	Name        string `json:"name"` // of a group
	ORCID       string `json:"ORCID"`
	Affiliation []struct {
		Name string `json:"name"`
	} `json:"affiliation"`
}

// update ties a notice and the work that it is about, from either side.
type update struct {
	DOI     string `json:"DOI"`
	Type    string `json:"type"`
	Label   string `json:"label"`
	Source  string `json:"source"` // "publisher" or "retraction-watch"
	Updated moment `json:"updated"`
}

type relation struct {
	Kind string `json:"id-type"`
	ID   string `json:"id"`
}

// relations is a list that was an object where it has one entry.
type relations []relation

// UnmarshalJSON reads a list, one entry, or null.
func (r *relations) UnmarshalJSON(b []byte) error {
	if b = bytes.TrimSpace(b); len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]relation)(r))
	}
	var one relation
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	if one != (relation{}) {
		*r = relations{one}
	}
	return nil
}

// moment is a date in parts, of which any may be missing or null, and the exact
// time where Crossref knows it.
type moment struct {
	Parts [][]*int `json:"date-parts"`
	Time  string   `json:"date-time"`
}

// texts is a list of strings that may come as one string, with null in it.
type texts []string

// UnmarshalJSON reads a list, a string, or null.
func (t *texts) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(t))
	}
	var one string
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	if one != "" {
		*t = texts{one}
	}
	return nil
}

// first gives the first string, "" for an empty list.
func (t texts) first() string {
	if len(t) == 0 {
		return ""
	}
	return t[0]
}
