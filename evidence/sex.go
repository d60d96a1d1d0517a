package evidence

import "evidelic/study"

// sexTask reads the sex of the people: from the registry, else from words of the
// study's own sentences. Both named is both.
func (d *doc) sexTask() {
	if t := d.s.Trial; t != nil && t.Sex != "" {
		if v := map[string]string{"all": "both", "female": "female", "male": "male"}[lower(t.Sex)]; v != "" {
			d.field(study.TaskSex, v, "registry", t.Sex, "sex.registry")
			return
		}
	}
	if d.facts.animals {
		d.status(study.TaskSex, study.NotApplicable)
		return
	}
	male, female, both := d.in(cueMale, ownRoles), d.in(cueFemale, ownRoles), d.in(cueBothSexes, ownRoles)
	switch {
	case len(both) > 0:
		d.tag(study.TaskSex, "both", "sex.both", both...)
	case len(male) > 0 && len(female) > 0:
		d.tag(study.TaskSex, "both", "sex.male-and-female", male[0], female[0])
	case len(male) > 0:
		d.tag(study.TaskSex, "male", "sex.male", male...)
	case len(female) > 0:
		d.tag(study.TaskSex, "female", "sex.female", female...)
	}
	if d.facts.review {
		d.status(study.TaskSex, study.NotApplicable)
	}
	d.status(study.TaskSex, study.NotReported)
}
