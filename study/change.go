package study

import "time"

// Change is one entry of the library's append-only log. Whoever follows the
// library remembers the last Seq that it has seen; numbers become visible in
// order, so nothing with a smaller one appears later.
type Change struct {
	Seq   uint64     `json:"seq"`
	Study string     `json:"study"`
	Kind  ChangeKind `json:"kind"`
	At    time.Time  `json:"at"`
	Other string     `json:"other,omitempty"` // the surviving id of a join; the new one of a split
}

// ChangeKind says what happened to a study.
type ChangeKind string

// The kinds of changes.
const (
	ChangeAdded   ChangeKind = "added"
	ChangeChanged ChangeKind = "changed"
	ChangeNoticed ChangeKind = "noticed" // a notice came or went; the text may have changed as well
	ChangeTagged  ChangeKind = "tagged"  // only its tags changed
	ChangeJoined  ChangeKind = "joined"  // it is now part of Other and must leave every index
	ChangeSplit   ChangeKind = "split"   // it came back, or was made, from Other
	ChangeDeleted ChangeKind = "deleted" // it has no record left
)

// Gone says whether the study can no longer be found under its own id.
func (k ChangeKind) Gone() bool { return k == ChangeJoined || k == ChangeDeleted }

// Library identifies a store: an index made from another library, or from
// another epoch of it, must be made again.
type Library struct {
	ID    string `json:"id"`    // random, given at creation
	Epoch string `json:"epoch"` // renewed by a restore and by a move
	Demo  bool   `json:"demo"`
	Seq   uint64 `json:"seq"`   // of the last change
	Count int    `json:"count"` // studies that can be found
}
