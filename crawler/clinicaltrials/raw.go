package clinicaltrials

import "encoding/json"

// envelope is an answer of /studies.
type envelope struct {
	Studies []json.RawMessage `json:"studies"`
	Next    string            `json:"nextPageToken"`
	Total   *int              `json:"totalCount"`
}

// rawStudy is a record of the registry, as far as it is read.
type rawStudy struct {
	Protocol   *protocol `json:"protocolSection"`
	Derived    derived   `json:"derivedSection"`
	HasResults bool      `json:"hasResults"`
}

type protocol struct {
	Identification identification `json:"identificationModule"`
	Status         status         `json:"statusModule"`
	Sponsors       sponsors       `json:"sponsorCollaboratorsModule"`
	Description    struct {
		Brief    string `json:"briefSummary"`
		Detailed string `json:"detailedDescription"`
	} `json:"descriptionModule"`
	Conditions struct {
		Conditions []string `json:"conditions"`
		Keywords   []string `json:"keywords"`
	} `json:"conditionsModule"`
	Design design `json:"designModule"`
	Arms   struct {
		Groups        []arm          `json:"armGroups"`
		Interventions []intervention `json:"interventions"`
	} `json:"armsInterventionsModule"`
	Outcomes struct {
		Primary   []outcome `json:"primaryOutcomes"`
		Secondary []outcome `json:"secondaryOutcomes"`
	} `json:"outcomesModule"`
	Eligibility eligibility `json:"eligibilityModule"`
	Contacts    struct {
		Locations []struct {
			Country string `json:"country"`
		} `json:"locations"`
	} `json:"contactsLocationsModule"`
	References struct {
		References []reference `json:"references"`
	} `json:"referencesModule"`
}

type identification struct {
	NCT     string   `json:"nctId"`
	Aliases []string `json:"nctIdAliases"`
	Org     struct {
		ID string `json:"id"`
	} `json:"orgStudyIdInfo"`
	Secondary []struct {
		ID     string `json:"id"`
		Type   string `json:"type"`
		Domain string `json:"domain"`
	} `json:"secondaryIdInfos"`
	Brief    string `json:"briefTitle"`
	Official string `json:"officialTitle"`
	Acronym  string `json:"acronym"`
}

type status struct {
	Overall           string    `json:"overallStatus"`
	WhyStopped        string    `json:"whyStopped"`
	Start             typedDate `json:"startDateStruct"`
	PrimaryCompletion typedDate `json:"primaryCompletionDateStruct"`
	Completion        typedDate `json:"completionDateStruct"`
	FirstSubmitted    string    `json:"studyFirstSubmitDate"`
	FirstPosted       typedDate `json:"studyFirstPostDateStruct"`
	ResultsPosted     typedDate `json:"resultsFirstPostDateStruct"`
	LastPosted        typedDate `json:"lastUpdatePostDateStruct"`
}

type typedDate struct {
	Date string `json:"date"`
	Type string `json:"type"`
}

type sponsors struct {
	Lead struct {
		Name string `json:"name"`
	} `json:"leadSponsor"`
	Collaborators []struct {
		Name string `json:"name"`
	} `json:"collaborators"`
}

type design struct {
	Type   string   `json:"studyType"`
	Phases []string `json:"phases"`
	Info   struct {
		Allocation    string `json:"allocation"`
		Model         string `json:"interventionModel"`
		Observational string `json:"observationalModel"`
		Purpose       string `json:"primaryPurpose"`
		Masking       struct {
			Masking string   `json:"masking"`
			Who     []string `json:"whoMasked"`
		} `json:"maskingInfo"`
	} `json:"designInfo"`
	Enrollment struct {
		Count *int   `json:"count"`
		Type  string `json:"type"`
	} `json:"enrollmentInfo"`
}

type arm struct {
	Label         string   `json:"label"`
	Type          string   `json:"type"`
	Description   string   `json:"description"`
	Interventions []string `json:"interventionNames"`
}

type intervention struct {
	Type        string   `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	OtherNames  []string `json:"otherNames"`
}

type outcome struct {
	Measure     string `json:"measure"`
	TimeFrame   string `json:"timeFrame"`
	Description string `json:"description"`
}

type eligibility struct {
	Criteria string   `json:"eligibilityCriteria"`
	Healthy  *bool    `json:"healthyVolunteers"`
	Sex      string   `json:"sex"`
	MinAge   string   `json:"minimumAge"`
	MaxAge   string   `json:"maximumAge"`
	StdAges  []string `json:"stdAges"`
}

type reference struct {
	PMID        string `json:"pmid"`
	Type        string `json:"type"`
	Citation    string `json:"citation"`
	Retractions []struct {
		PMID   string `json:"pmid"`
		Source string `json:"source"`
	} `json:"retractions"`
}

type derived struct {
	Conditions    meshes `json:"conditionBrowseModule"`
	Interventions meshes `json:"interventionBrowseModule"`
}

type meshes struct {
	Meshes []struct {
		ID   string `json:"id"`
		Term string `json:"term"`
	} `json:"meshes"`
}
