// Package store keeps the library: every record as fetched, every study that
// they make with all its versions, the log of changes, and what harvests need to
// go on: cursors, leases, slots, the timetable. It is the only copy of the truth.
// A library is one SQLite file or one PostgreSQL schema; the SQL is the same.
package store
