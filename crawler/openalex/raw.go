package openalex

import "encoding/json"

// envelope is a page of works, or an error.
type envelope struct {
	Meta *struct {
		Count int    `json:"count"`
		Next  string `json:"next_cursor"`
	} `json:"meta"`
	Results []json.RawMessage `json:"results"`
	Error   string            `json:"error"`
	Message string            `json:"message"`
}

// work is one work, as far as it is looked at.
type work struct {
	ID      string `json:"id"`
	DOI     string `json:"doi"`
	Title   string `json:"title"`
	Display string `json:"display_name"`
	Type    string `json:"type"`
	IDs     struct {
		PMID  string `json:"pmid"`
		PMCID string `json:"pmcid"`
	} `json:"ids"`
	Date        string       `json:"publication_date"`
	Year        int          `json:"publication_year"`
	Language    string       `json:"language"`
	Primary     *location    `json:"primary_location"`
	BestOA      *location    `json:"best_oa_location"`
	Locations   []location   `json:"locations"`
	Authorships []authorship `json:"authorships"`
	Biblio      struct {
		Volume string `json:"volume"`
		Issue  string `json:"issue"`
		First  string `json:"first_page"`
		Last   string `json:"last_page"`
	} `json:"biblio"`
	Index     map[string][]int `json:"abstract_inverted_index"`
	MeSH      []mesh           `json:"mesh"`
	Awards    []award          `json:"awards"`
	Funders   []funder         `json:"funders"`
	Retracted bool             `json:"is_retracted"`
	CitedBy   *int             `json:"cited_by_count"`
	Created   string           `json:"created_date"`
	Updated   string           `json:"updated_date"`
}

type location struct {
	ID      string `json:"id"`
	Landing string `json:"landing_page_url"`
	PDF     string `json:"pdf_url"`
	License string `json:"license"`
	Version string `json:"version"`
	Source  *struct {
		Name string   `json:"display_name"`
		ISSN []string `json:"issn"`
		Type string   `json:"type"`
	} `json:"source"`
}

type authorship struct {
	Author struct {
		Name  string `json:"display_name"`
		ORCID string `json:"orcid"`
	} `json:"author"`
	Raw          string   `json:"raw_author_name"`
	Affiliations []string `json:"raw_affiliation_strings"`
}

type mesh struct {
	UI            string `json:"descriptor_ui"`
	Name          string `json:"descriptor_name"`
	QualifierUI   string `json:"qualifier_ui"`
	QualifierName string `json:"qualifier_name"`
	Major         bool   `json:"is_major_topic"`
}

type award struct {
	ID     string `json:"funder_award_id"`
	Funder string `json:"funder_display_name"`
}

type funder struct {
	Name string `json:"display_name"`
}
