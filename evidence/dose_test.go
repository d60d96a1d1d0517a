package evidence

import (
	"testing"

	"evidelic/study"
)

func TestDose(t *testing.T) {
	testExamples(t, study.TaskDose, []example{
		{"per kg", "Ketamine for depression", "In this trial, 20 patients received ketamine 0.5 mg/kg.", []string{"0.5-mg-kg"}},
		{"a list", "Psilocybin for depression", "In this trial, 20 patients received 1, 10 or 25 mg of psilocybin.", []string{"1-mg", "10-mg", "25-mg"}},
		{"without the nought", "Ketamine for depression", "In this trial, 20 patients received ketamine (.5 mg/kg).", []string{"0.5-mg-kg"}},
		{"the Lancet's point", "Ketamine for depression", "In this trial, 20 patients received ketamine 0·5 mg/kg.", []string{"0.5-mg-kg"}},
		{"a decimal comma", "Ketamine for depression", "In this trial, 20 patients received ketamine 0,5 mg/kg.", []string{"0.5-mg-kg"}},
		{"thousands", "Ayahuasca in volunteers", "In this trial, 20 volunteers received 1,200 mg of ayahuasca.", []string{"1200-mg"}},
		{"a space in the number", "Ketamine for depression", "In this trial, 20 patients received ketamine (0. 25 mg/kg).", []string{"0.25-mg-kg"}},
		{"a lost point", "Psilocybin for depression", "In this trial, 20 patients received psilocybin 0215 mg/kg.", nil},
		{"a rate in brackets", "Ketamine in volunteers", "In this trial, 20 volunteers received ketamine 0.125 mg/(kg·h).", []string{"0.125-mg-kg-h"}},
		{"the one before a plus", "Ketamine after surgery", "In this trial, 20 patients received sufentanil 1.5 μg/kg + ketamine 1 mg/kg for depression.", []string{"1-mg-kg"}},
		{"a count before it", "Magic mushrooms in volunteers", "In this trial, volunteers (N = 35, 0.5 g of dried mushrooms) were seen.", []string{"0.5-g"}},
		{"no dose of a placebo", "MDMA for PTSD", "In this trial, 20 patients received MDMA 75 mg or 0 mg.", []string{"75-mg"}},
		{"per 70 kg", "Psilocybin in volunteers", "In this trial, 20 volunteers received psilocybin, 20 mg/70 kg.", []string{"20-mg-70-kg"}},
		{"micrograms", "LSD in volunteers", "In this trial, 20 volunteers received the psychedelic LSD, 100 μg.", []string{"100-ug"}},
		{"of another drug", "Ketamine for depression", "In this trial, 20 patients received midazolam 0.045 mg/kg.", nil},
		{"a concentration", "Ketamine for depression", "In this trial, 20 patients had ketamine levels of 12 mg/l.", nil},
		{"of rats", "Ketamine in rats", "Rats received ketamine 10 mg/kg.", nil},
	})
}
