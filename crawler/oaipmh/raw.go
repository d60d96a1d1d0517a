package oaipmh

import "encoding/xml"

// envelope is an answer to any verb.
type envelope struct {
	XMLName      xml.Name    `xml:"OAI-PMH"`
	ResponseDate string      `xml:"responseDate"`
	Errors       []fault     `xml:"error"`
	Identify     *repository `xml:"Identify"`
	List         *struct {
		Records []record `xml:"record"`
		Token   *token   `xml:"resumptionToken"`
	} `xml:"ListRecords"`
	Get *struct {
		Records []record `xml:"record"`
	} `xml:"GetRecord"`
}

type fault struct {
	Code string `xml:"code,attr"`
	Text string `xml:",chardata"`
}

type repository struct {
	Name        string `xml:"repositoryName"`
	Protocol    string `xml:"protocolVersion"`
	Granularity string `xml:"granularity"`
}

type token struct {
	Value string `xml:",chardata"`
	Size  string `xml:"completeListSize,attr"`
}

type record struct {
	Header struct {
		Status     string `xml:"status,attr"`
		Identifier string `xml:"identifier"`
		Datestamp  string `xml:"datestamp"`
	} `xml:"header"`
	Metadata struct {
		DC  *dublinCore `xml:"dc"`
		Raw []byte      `xml:",innerxml"`
	} `xml:"metadata"`
}

// dublinCore is a record in oai_dc; each element may repeat.
type dublinCore struct {
	Title       []literal `xml:"title"`
	Creator     []literal `xml:"creator"`
	Subject     []literal `xml:"subject"`
	Description []literal `xml:"description"`
	Publisher   []literal `xml:"publisher"`
	Date        []literal `xml:"date"`
	Type        []literal `xml:"type"`
	Identifier  []literal `xml:"identifier"`
	Source      []literal `xml:"source"`
	Language    []literal `xml:"language"`
	Relation    []literal `xml:"relation"`
	Rights      []literal `xml:"rights"`
}

type literal struct {
	Lang string `xml:"lang,attr"`
	Text string `xml:",chardata"`
}
