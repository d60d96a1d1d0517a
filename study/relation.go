package study

// Relation ties a report to another one: a comment, a correction, a version.
// Type reads from this report to the target ("ErratumIn": this report is
// corrected in the target).
type Relation struct {
	Type   RelationType `json:"type"`
	Target Ref          `json:"target"`
	Note   string       `json:"note,omitempty"`
	Date   Date         `json:"date,omitzero"`
}

// RelationType is one of PubMed's RefType values (NLM DTD 250101,
// CommentsCorrections), which the other sources' links are mapped to, or one of
// the version links that PubMed lacks.
type RelationType string

// The relations that rules look at; other RefType values are kept as they come.
const (
	RetractionIn             RelationType = "RetractionIn"
	RetractionOf             RelationType = "RetractionOf"
	ConcernIn                RelationType = "ExpressionOfConcernIn"
	ConcernFor               RelationType = "ExpressionOfConcernFor"
	ErratumIn                RelationType = "ErratumIn"
	ErratumFor               RelationType = "ErratumFor"
	CorrectedRepublishedIn   RelationType = "CorrectedandRepublishedIn"
	CorrectedRepublishedFrom RelationType = "CorrectedandRepublishedFrom"
	RetractedRepublishedIn   RelationType = "RetractedandRepublishedIn"
	RetractedRepublishedFrom RelationType = "RetractedandRepublishedFrom"
	RepublishedIn            RelationType = "RepublishedIn"
	RepublishedFrom          RelationType = "RepublishedFrom"
	UpdateIn                 RelationType = "UpdateIn" // a later version; on a preprint: the article
	UpdateOf                 RelationType = "UpdateOf" // an earlier version; on an article: the preprint
	CommentIn                RelationType = "CommentIn"
	CommentOn                RelationType = "CommentOn"
	TrialResult              RelationType = "TrialResult"    // registration -> a report of its results, as its sponsor lists it
	TrialReference           RelationType = "TrialReference" // registration -> background or a reference found by the registry
)

// Inverse gives the relation read from the other side ("ErratumFor" for
// "ErratumIn"); ok is false where no inverse is defined.
func (t RelationType) Inverse() (inverse RelationType, ok bool) {
	for _, pair := range [][2]RelationType{
		{RetractionIn, RetractionOf}, {ConcernIn, ConcernFor}, {ErratumIn, ErratumFor},
		{CorrectedRepublishedIn, CorrectedRepublishedFrom}, {RetractedRepublishedIn, RetractedRepublishedFrom},
		{RepublishedIn, RepublishedFrom}, {UpdateIn, UpdateOf}, {CommentIn, CommentOn},
	} {
		switch t {
		case pair[0]:
			return pair[1], true
		case pair[1]:
			return pair[0], true
		}
	}
	return "", false
}
