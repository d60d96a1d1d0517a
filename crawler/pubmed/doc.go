// Package pubmed reads PubMed: its XML, from files of any size and from the
// answers of the E-utilities, and the E-utilities themselves as a source of the
// crawler.
//
// ReadXML turns a stream into records, a splitter cutting it into its articles
// and workers reading those side by side. Source harvests a search expression.
//
// What is read follows NLM's DTDs 190101 to 250101, with the elements of older
// ones that still occur in files. Titles lose the full stop that PubMed puts
// behind every one of them, since citation styles add their own, and the
// brackets that mark a translated title.
package pubmed
