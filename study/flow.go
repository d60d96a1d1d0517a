package study

// Flow is the way of the records into the library, as a systematic review reports
// it (PRISMA 2020, items 16a and the flow diagram): what the sources gave, what
// was told twice and by which rule that was seen, what is left.
type Flow struct {
	Sources    []FlowCount `json:"sources"`    // records that each source gave, by name
	Duplicates []FlowCount `json:"duplicates"` // records that joined a study which another began, by rule
	Records    int         `json:"records"`
	Studies    int         `json:"studies"` // that can be found: Records without the duplicates
}

// FlowCount is a number of records with what they have in common.
type FlowCount struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}
