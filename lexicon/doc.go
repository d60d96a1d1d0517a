// Package lexicon holds the names of the field (drugs, conditions, designs,
// instruments, routes, mechanisms) with their synonyms and their hierarchy, a
// small tree of MeSH headings, and what is needed to find such names in a text:
// a tokenizer with byte offsets, a splitter into sentences, and an automaton
// that finds thousands of phrases in one pass.
//
// It uses the standard library only and imports no other room. Everything it
// exports is safe for concurrent use; what it returns from its tables must not
// be changed by the caller.
package lexicon
