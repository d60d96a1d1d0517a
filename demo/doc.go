// Package demo is a small world of sources on loopback: PubMed's E-utilities,
// Europe PMC and ClinicalTrials.gov, speaking their real contracts (paging, caps,
// history, tokens, error bodies, rate limits) over synthetic studies, with faults
// on request. It serves `evidelic serve --demo` and the tests of the crawler.
//
// Nothing in it is real: every title begins with "[Synthetic demo] ", every
// abstract ends with a sentence that says so, people, journals and institutions
// are invented, and the identifiers lie in ranges that nobody issues (PMIDs from
// 99000001, DOIs under the test prefix 10.5555, NCT numbers from NCT99000001).
//
// A world is a function of its seed: the same Options give the same bytes.
// It imports the standard library and package study only.
package demo
