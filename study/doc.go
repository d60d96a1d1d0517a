// Package study holds the words of Evidelic and their rules: records as
// sources give them, studies as readers see them, identifiers, partial dates,
// notices, tags, harvests and changes. It imports the standard library only and
// does no input or output; every other room speaks in its types.
package study
