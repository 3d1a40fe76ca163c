-- What the plan of people says of projects.

-- ProjectSeats: the seats of assignments that are for a project, with who has each: 0
-- nobody, and his rate: 0 not told. A seat that nobody gets is none; nor is an empty
-- one of an assignment that is closed.
-- name: ProjectSeats :many
SELECT staff_assignments.project, staff_assignments.code, staff_assignments.name, staff_seats.first, staff_seats.work,
       CAST(COALESCE(staff_seated.person_id, 0) AS BIGINT) AS person_id, CAST(COALESCE(staff_people.rate, 0) AS BIGINT) AS rate
FROM staff_assignments
JOIN staff_seats ON staff_seats.adm = staff_assignments.adm AND staff_seats.assignment_id = staff_assignments.id
LEFT JOIN staff_seated ON staff_seated.adm = staff_seats.adm AND staff_seated.seat_id = staff_seats.id
LEFT JOIN staff_people ON staff_people.adm = staff_seated.adm AND staff_people.id = staff_seated.person_id
WHERE staff_assignments.adm = @adm AND staff_assignments.project <> ''
  AND (staff_seated.person_id IS NOT NULL OR (staff_assignments.closed = FALSE AND NOT EXISTS (
        SELECT 1 FROM staff_barred WHERE staff_barred.adm = staff_seats.adm AND staff_barred.seat_id = staff_seats.id AND staff_barred.person_id = 0)))
ORDER BY staff_assignments.project, staff_assignments.code, staff_seats.id;

-- name: StaffAssignmentByCode :one
SELECT * FROM staff_assignments WHERE adm = @adm AND code = @code;
