package study

// Trial is what a registry says about a trial. Enumerations are kept as the
// registry writes them, in lower case with spaces ("not yet recruiting").
type Trial struct {
	OfficialTitle     string         `json:"official_title,omitempty"`
	Acronym           string         `json:"acronym,omitempty"`
	Status            string         `json:"status,omitempty"`
	WhyStopped        string         `json:"why_stopped,omitempty"`
	Type              string         `json:"type,omitempty"`   // "interventional", "observational", "expanded access"
	Phases            []string       `json:"phases,omitempty"` // "1", "2", "3", "4", "early 1"; empty with NoPhase for "NA"
	NoPhase           bool           `json:"no_phase,omitempty"`
	Allocation        string         `json:"allocation,omitempty"` // "randomized", "non randomized"
	Model             string         `json:"model,omitempty"`      // "parallel", "crossover", "single group"
	Masking           string         `json:"masking,omitempty"`    // "none", "single", "double", "triple", "quadruple"
	Masked            []string       `json:"masked,omitempty"`     // "participant", "investigator", …
	Purpose           string         `json:"purpose,omitempty"`
	Enrollment        *int           `json:"enrollment,omitempty"`
	EnrollmentActual  bool           `json:"enrollment_actual,omitempty"` // false: anticipated
	Conditions        []string       `json:"conditions,omitempty"`
	Arms              []Arm          `json:"arms,omitempty"`
	Interventions     []Intervention `json:"interventions,omitempty"`
	PrimaryOutcomes   []Outcome      `json:"primary_outcomes,omitempty"`
	SecondaryOutcomes []Outcome      `json:"secondary_outcomes,omitempty"`
	Eligibility       string         `json:"eligibility,omitempty"`
	Sex               string         `json:"sex,omitempty"`     // "all", "female", "male"
	MinAge            string         `json:"min_age,omitempty"` // as the registry writes it: "18 Years"
	MaxAge            string         `json:"max_age,omitempty"`
	AgeGroups         []string       `json:"age_groups,omitempty"` // "child", "adult", "older adult"
	Healthy           *bool          `json:"healthy,omitempty"`    // healthy volunteers accepted
	Start             Date           `json:"start,omitzero"`
	PrimaryCompletion Date           `json:"primary_completion,omitzero"`
	Completion        Date           `json:"completion,omitzero"`
	CompletionActual  bool           `json:"completion_actual,omitempty"`
	ResultsPosted     Date           `json:"results_posted,omitzero"` // zero: no results in the registry
	HasResults        bool           `json:"has_results,omitempty"`
	Sponsor           string         `json:"sponsor,omitempty"`
	Collaborators     []string       `json:"collaborators,omitempty"`
	Countries         []string       `json:"countries,omitempty"`
	SecondaryIDs      []string       `json:"secondary_ids,omitempty"`
	DataVersion       string         `json:"data_version,omitempty"` // the registry's data timestamp
}

// Arm is one group of a trial.
type Arm struct {
	Label         string   `json:"label,omitempty"`
	Type          string   `json:"type,omitempty"` // "experimental", "placebo comparator", …
	Description   string   `json:"description,omitempty"`
	Interventions []string `json:"interventions,omitempty"`
}

// Intervention is what a trial gives or does.
type Intervention struct {
	Type        string   `json:"type,omitempty"` // "drug", "behavioral", …
	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
	OtherNames  []string `json:"other_names,omitempty"`
}

// Outcome is a measure that a trial registered.
type Outcome struct {
	Measure     string `json:"measure"`
	TimeFrame   string `json:"time_frame,omitempty"`
	Description string `json:"description,omitempty"`
}
