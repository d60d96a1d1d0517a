package study

// Task names a question that tags answer. Tasks are also filter parameters,
// query fields and facet keys.
type Task string

// The tasks, in the order in which they are shown.
const (
	TaskScope         Task = "scope"
	TaskSubstance     Task = "substance"
	TaskCondition     Task = "condition"
	TaskDesign        Task = "design"
	TaskLevel         Task = "level"
	TaskPhase         Task = "phase"
	TaskN             Task = "n"
	TaskComparator    Task = "comparator"
	TaskRoute         Task = "route"
	TaskDose          Task = "dose"
	TaskRegimen       Task = "regimen"
	TaskPsychotherapy Task = "psychotherapy"
	TaskSetting       Task = "setting"
	TaskAge           Task = "age"
	TaskSex           Task = "sex"
	TaskFollowup      Task = "followup"
	TaskOutcome       Task = "outcome"
	TaskHarms         Task = "harms"
	TaskConclusion    Task = "conclusion"
	TaskRegistration  Task = "registration"
	TaskFunding       Task = "funding"
)

// Tasks lists every task in the order in which tags are shown.
func Tasks() []Task {
	return []Task{TaskScope, TaskSubstance, TaskCondition, TaskDesign, TaskLevel, TaskPhase, TaskN, TaskComparator,
		TaskRoute, TaskDose, TaskRegimen, TaskPsychotherapy, TaskSetting, TaskAge, TaskSex, TaskFollowup,
		TaskOutcome, TaskHarms, TaskConclusion, TaskRegistration, TaskFunding}
}

// Status says whether a task has an answer. "Not reported" and "not applicable"
// are answers of their own; a task without a Tag has not been looked at.
type Status string

// The statuses of a tag.
const (
	Reported      Status = "reported"
	NotReported   Status = "not_reported"
	NotApplicable Status = "not_applicable"
)

// Tags are the answers read off one study, by task.
type Tags map[Task]Tag

// Tag is the answer to one task.
type Tag struct {
	Status Status     `json:"status"`
	Values []TagValue `json:"values,omitempty"`
}

// TagValue is one value of a tag with what proves it.
type TagValue struct {
	Value  string  `json:"value"`            // lower-case slug, see doc/evidence.md
	Label  string  `json:"label"`            // the value in words
	From   string  `json:"from"`             // what decided: "title", "abstract", "publication type", "mesh", "registry", "operator"
	Proofs []Proof `json:"proofs,omitempty"` // in the order of the text
}

// Proof shows the words that a value was read from. Start and End are UTF-8
// byte offsets, half open, into the title or into AbstractText; Text repeats the
// words. A proof from a structured field (a publication type, a MeSH heading, a
// registry's entry) names the field and has Start = End = 0.
type Proof struct {
	Field   string `json:"field"`             // "title", "abstract", or the structured field
	Section string `json:"section,omitempty"` // the label of the abstract's section
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Text    string `json:"text"`
	Rule    string `json:"rule"`
}

// Has says whether the task was reported with the value.
func (t Tags) Has(task Task, value string) bool {
	for _, v := range t[task].Values {
		if v.Value == value {
			return true
		}
	}
	return false
}

// Values gives the slugs of a task's values; nil when it has none.
func (t Tags) Values(task Task) []string {
	var out []string
	for _, v := range t[task].Values {
		out = append(out, v.Value)
	}
	return out
}
