package evidence

import (
	"strings"

	"evidelic/lexicon"
)

// cue names a set of phrases that say the same to a rule.
type cue int

// The cues. Their phrases are in cues, below and in cue_people.go.
const (
	cueObjective cue = iota
	cueOwnStudy
	cueMethods
	cueConduct
	cueTrialsMany
	cueEconomic
	cueResult
	cueConclude
	cueWill
	cueAimNow
	cueReceivedPast
	cueRandom
	cueRandomStudy
	cueCrossover
	cueTestDays
	cueParallel
	cueDoubleBlind
	cueSingleBlind
	cueOpenLabel
	cueProtocol
	cueRegistryTitle
	cueSystematic
	cueMetaAnalysis
	cueSearch
	cueScoping
	cueNarrative
	cueReviewWord
	cueGuideline
	cueCaseReport
	cueCaseSeries
	cueOneCase
	cueQualitative
	cueCohort
	cueCaseControl
	cueCrossSectional
	cueSurvey
	cueRetrospective
	cueProspective
	cueNaturalistic
	cueRealWorld
	cueObservational
	cueSecondary
	cuePilot
	cueTrial
	cueEditorial
	cueCommentary
	cueUndecided
	cueMixed
	cueFaded
	cueBenefitWord
	cueFew
	cueFailed
	cueSupport
	cueCaseTold
	cueStreetDrug
	cueOwnData
	cueErratum
	cueAnimal
	cueVitro
	cueChemistry
	cueHuman
	cuePatients
	cueVolunteers
	cueAdminister
	cueTreat
	cueReceive
	cuePlacebo
	cueActivePlacebo
	cueCompared
	cueWaitlist
	cueUsualCare
	cueNoTreatment
	cueControlGroup
	cueSham
	cueDoseControl
	cueUncontrolled
	cueSingle
	cueRepeated
	cueMicrodose
	cueTherapy
	cueAssisted
	cueNoTherapy
	cueHospital
	cueOutpatient
	cueInpatient
	cueHome
	cueCeremony
	cueParty
	cueOnline
	cueLab
	cuePalliative
	cueChild
	cueAdolescent
	cueAdult
	cueOlder
	cueStudents
	cueMale
	cueFemale
	cueBothSexes
	cueFollowup
	cueHarms
	cueSafety
	cueFor
	cueAgainst
	cueNull
	cueHedge
	cueFurther
	cueEfficacyWords
	cueImproved
	cueFunding
	cueConflict
	cueEnrolled
	cueTotal
	cueAllocated
	cueWhom
	cuePersonNoun
	cueStudiesNoun
	cueHistory
	cueEligible
	cueCombined
	cueAnaesthesia
	cueTherapeuticUse
	cueMechanism
	cuePharmacokinetics
	cueBlocked
	cueCorrelates
	cuePsychosis
	cueDemographic
	cueDiseaseModel
	cueNaive
	cueNonNaive
	cueEmergency
	cueForensic
	cueReceptor
	cueAdjunct
	cuePretreat
	cueSuicideOutcome
	cueMood
	cueCognition
	cueMortality
	cueLongTerm
	cueUsersGroup
	cueDriving
	cuePsychPurpose
	cueOtherTopic
	cueNeurotoxic
	cueControlWord
	cueHumans
	cuePersonNoun2
	cueOnce
	cueRepeatedNot
	cueSingleNot
	cueDoseWord
	cueSessions
	cueChronicUse
	cueDosesNoun
	cueDosing
	cueNotRegimen
	cueNotDosed
	cueAfterDose
	cueSubjective
	cueNextResearch
	cueNoEffect
	cueStrong
	cueAuthors
	cueAgainstEach
	cueAssayed
	cueTarget
	cueSuicideHistory
	cueVerified
	cueSubstanceUse
	cuePainOutcome
	cueEmergencyVisits
	cueECTCourse
	cueOperation
	cueAcuteEffects
	cueTrialOf
	cueJoint
	cueOpinion
	cueOthersTrials
	cueExperience
	cueModifies
	cueAgent
	cueCount
)

// cueTable pairs a cue with its phrases in the pattern syntax of lexicon,
// separated by semicolons.
type cueTable map[cue]string

// cuePatterns joins the tables for the automaton.
func cuePatterns() []lexicon.Pattern {
	var out []lexicon.Pattern
	for _, table := range []cueTable{designCues(), peopleCues(), giveCues(), findingCues()} {
		for c, phrases := range table {
			for _, p := range strings.Split(phrases, ";") {
				if p = strings.TrimSpace(p); p != "" {
					out = append(out, lexicon.Pattern{Text: p, Label: int(c)})
				}
			}
		}
	}
	return out
}
