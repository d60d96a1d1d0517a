package server

import (
	"encoding/xml"
	"time"
)

// atomFeed is an Atom document (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomPerson  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	Title      string       `xml:"title"`
	ID         string       `xml:"id"`
	Links      []atomLink   `xml:"link"`
	Published  string       `xml:"published,omitempty"`
	Updated    string       `xml:"updated"`
	Authors    []atomPerson `xml:"author"`
	Categories []atomTerm   `xml:"category"`
	Summary    string       `xml:"summary"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

func (f *feed) atom() *atomFeed {
	out := &atomFeed{Title: f.Title, ID: f.ID, Updated: f.Updated.UTC().Format(time.RFC3339), Author: atomPerson{"Evidelic"},
		Links: []atomLink{{"self", "application/atom+xml", f.Self}, {"alternate", "text/html", f.Page}}}
	for _, e := range f.Entries {
		a := atomEntry{Title: e.Title, ID: e.ID, Links: []atomLink{{"alternate", "text/html", e.Link}}, Updated: e.Updated.UTC().Format(time.RFC3339), Summary: e.Summary}
		if !e.Published.IsZero() {
			a.Published = e.Published.UTC().Format(time.RFC3339)
		}
		for _, name := range e.Authors {
			a.Authors = append(a.Authors, atomPerson{name})
		}
		for _, term := range e.Categories {
			a.Categories = append(a.Categories, atomTerm{term})
		}
		out.Entries = append(out.Entries, a)
	}
	return out
}

// rssFeed is an RSS 2.0 document.
type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Built       string    `xml:"lastBuildDate"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        rssGUID  `xml:"guid"`
	Date        string   `xml:"pubDate"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description"`
}

type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

func (f *feed) rss() *rssFeed {
	ch := rssChannel{Title: f.Title, Link: f.Page, Description: "Studies in Evidelic. Not medical advice.", Built: f.Updated.UTC().Format(time.RFC1123Z)}
	for _, e := range f.Entries {
		ch.Items = append(ch.Items, rssItem{Title: e.Title, Link: e.Link, GUID: rssGUID{false, e.ID}, Date: e.Updated.UTC().Format(time.RFC1123Z),
			Categories: e.Categories, Description: e.Summary})
	}
	return &rssFeed{Version: "2.0", Channel: ch}
}

// jsonFeed is a JSON Feed 1.1 document.
type jsonFeed struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	URL     string     `json:"feed_url"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Text      string       `json:"content_text"`
	Published *time.Time   `json:"date_published,omitempty"`
	Modified  time.Time    `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func (f *feed) json() *jsonFeed {
	out := &jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.Page, URL: f.Self, Items: []jsonItem{}}
	for _, e := range f.Entries {
		item := jsonItem{ID: e.ID, URL: e.Link, Title: e.Title, Text: e.Summary, Modified: e.Updated.UTC(), Tags: e.Categories}
		if !e.Published.IsZero() {
			at := e.Published.UTC()
			item.Published = &at
		}
		for _, name := range e.Authors {
			item.Authors = append(item.Authors, jsonAuthor{name})
		}
		out.Items = append(out.Items, item)
	}
	return out
}
