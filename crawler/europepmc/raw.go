package europepmc

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// envelope is an answer of the search. An error has errCode and errMsg instead,
// with status 200.
type envelope struct {
	Version    string `json:"version"`
	HitCount   *int   `json:"hitCount"`
	NextMark   string `json:"nextCursorMark"`
	ErrCode    int    `json:"errCode"`
	ErrMsg     string `json:"errMsg"`
	ResultList *struct {
		Result []json.RawMessage `json:"result"`
	} `json:"resultList"`
}

// result is a record of resultType=core; the lite form's fields stand in for
// what it lacks.
type result struct {
	ID           string  `json:"id"`
	Source       string  `json:"source"`
	PMID         string  `json:"pmid"`
	PMCID        string  `json:"pmcid"`
	DOI          string  `json:"doi"`
	Title        string  `json:"title"`
	AuthorString string  `json:"authorString"`
	AuthorList   authors `json:"authorList"`

	JournalInfo   *journalInfo `json:"journalInfo"`
	Book          *book        `json:"bookOrReportDetails"`
	JournalTitle  string       `json:"journalTitle"`
	JournalISSN   string       `json:"journalIssn"`
	JournalVolume string       `json:"journalVolume"`
	Issue         string       `json:"issue"`
	PageInfo      string       `json:"pageInfo"`
	PubYear       text         `json:"pubYear"`
	PubModel      string       `json:"pubModel"`

	Abstract string `json:"abstractText"`
	Language string `json:"language"`
	License  string `json:"license"`
	CitedBy  *int   `json:"citedByCount"`
	PubType  string `json:"pubType"`
	PubTypes struct {
		Type many[string] `json:"pubType"`
	} `json:"pubTypeList"`
	Keywords struct {
		Keyword many[string] `json:"keyword"`
	} `json:"keywordList"`
	Chemicals struct {
		Chemical many[chemical] `json:"chemical"`
	} `json:"chemicalList"`
	MeSH struct {
		Heading many[heading] `json:"meshHeading"`
	} `json:"meshHeadingList"`
	Grants struct {
		Grant many[grant] `json:"grant"`
	} `json:"grantsList"`
	Comments struct {
		Comment many[comment] `json:"commentCorrection"`
	} `json:"commentCorrectionList"`
	URLs struct {
		URL many[fullText] `json:"fullTextUrl"`
	} `json:"fullTextUrlList"`

	Created    string `json:"dateOfCreation"`
	Revised    string `json:"dateOfRevision"`
	Indexed    string `json:"firstIndexDate"`
	Electronic string `json:"electronicPublicationDate"`
	First      string `json:"firstPublicationDate"`
}

type authors struct {
	Author many[author] `json:"author"`
}

type author struct {
	FullName   string `json:"fullName"`
	FirstName  string `json:"firstName"`
	LastName   string `json:"lastName"`
	Initials   string `json:"initials"`
	Suffix     string `json:"suffix"`
	Collective string `json:"collectiveName"`
	ID         struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"authorId"`
	Affiliation  string `json:"affiliation"`
	Affiliations struct {
		Affiliation many[struct {
			Affiliation string `json:"affiliation"`
		}] `json:"authorAffiliation"`
	} `json:"authorAffiliationDetailsList"`
}

type journalInfo struct {
	Issue     string `json:"issue"`
	Volume    string `json:"volume"`
	Published string `json:"dateOfPublication"` // as printed: "2025 Dec"
	Print     string `json:"printPublicationDate"`
	Year      text   `json:"yearOfPublication"`
	Journal   struct {
		Title    string `json:"title"`
		ISO      string `json:"isoabbreviation"`
		Medline  string `json:"medlineAbbreviation"`
		NLMID    string `json:"nlmid"`
		ISSN     string `json:"issn"`
		ESSN     string `json:"essn"`
		LinkISSN string `json:"linkingIssn"`
	} `json:"journal"`
}

type book struct {
	Title     string `json:"comprisingTitle"`
	Publisher string `json:"publisher"`
	Place     string `json:"placeOfPublication"`
	Edition   text   `json:"edition"`
	Series    string `json:"seriesName"`
	ISBN10    string `json:"isbn10"`
	ISBN13    string `json:"isbn13"`
	Year      text   `json:"yearOfPublication"`
}

type chemical struct {
	Name   string `json:"name"`
	Number string `json:"registryNumber"`
}

type heading struct {
	Name       string `json:"descriptorName"`
	Major      string `json:"majorTopic_YN"`
	Qualifiers struct {
		Qualifier many[struct {
			Name  string `json:"qualifierName"`
			Major string `json:"majorTopic_YN"`
		}] `json:"meshQualifier"`
	} `json:"meshQualifierList"`
}

type grant struct {
	ID     string `json:"grantId"`
	Agency string `json:"agency"`
}

type comment struct {
	ID        string `json:"id"`
	Source    string `json:"source"`
	Reference string `json:"reference"`
	Type      string `json:"type"`
	Note      string `json:"note"`
}

type fullText struct {
	Style string `json:"documentStyle"`
	URL   string `json:"url"`
}

// many is a list that a single element may stand for: conversions from XML
// collapse lists of one.
type many[T any] []T

// UnmarshalJSON reads a list, one element, or null.
func (m *many[T]) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || string(b) == "null" {
		return nil
	}
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]T)(m))
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*m = many[T]{one}
	return nil
}

// text is a string that may come as a number.
type text string

// UnmarshalJSON reads a string, a number or null.
func (t *text) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if len(b) > 0 && (b[0] >= '0' && b[0] <= '9' || b[0] == '-') {
		*t = text(b)
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("want a string or a number, have %.20s", b)
	}
	*t = text(s)
	return nil
}
