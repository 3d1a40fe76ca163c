-- name: StaffSkills :many
SELECT * FROM staff_skills WHERE adm = @adm ORDER BY id;

-- StaffSkillsUsed: those that somebody masters or a seat asks for; a published list
-- holds thousands more.
-- name: StaffSkillsUsed :many
SELECT * FROM staff_skills WHERE staff_skills.adm = @adm AND (staff_skills.source = 'own'
  OR EXISTS (SELECT 1 FROM staff_levels l WHERE l.adm = staff_skills.adm AND l.skill_id = staff_skills.id)
  OR EXISTS (SELECT 1 FROM staff_needs n WHERE n.adm = staff_skills.adm AND n.skill_id = staff_skills.id)) ORDER BY staff_skills.id;

-- name: SetStaffSkill :exec
UPDATE staff_skills SET name = @name, source = @source WHERE adm = @adm AND id = @id;

-- name: StaffNear :many
SELECT * FROM staff_near WHERE adm = @adm ORDER BY skill, near;

-- name: DropStaffNear :exec
DELETE FROM staff_near WHERE adm = @adm AND skill = @skill;

-- name: StaffPeople :many
SELECT * FROM staff_people WHERE adm = @adm ORDER BY name, id;

-- name: StaffPerson :one
SELECT * FROM staff_people WHERE adm = @adm AND id = @id;

-- name: SetStaffPerson :exec
UPDATE staff_people SET code = @code, name = @name, team = @team, place = @place, rate = @rate, login = @login, gone = @gone, forgotten = @forgotten
WHERE adm = @adm AND id = @id;

-- name: StaffLevels :many
SELECT * FROM staff_levels WHERE adm = @adm ORDER BY person_id, skill_id;

-- name: DropStaffLevels :exec
DELETE FROM staff_levels WHERE adm = @adm AND person_id = @person_id;

-- name: StaffContracts :many
SELECT * FROM staff_contracts WHERE adm = @adm ORDER BY person_id, from_day;

-- name: DropStaffContracts :exec
DELETE FROM staff_contracts WHERE adm = @adm AND person_id = @person_id;

-- name: StaffAbsences :many
SELECT * FROM staff_absences WHERE adm = @adm ORDER BY person_id, from_day, id;

-- name: StaffAbsenceByID :one
SELECT * FROM staff_absences WHERE adm = @adm AND id = @id;

-- name: DropStaffAbsence :exec
DELETE FROM staff_absences WHERE adm = @adm AND id = @id;

-- DropStaffAbsences: all of a source; '' of every source.
-- name: DropStaffAbsences :exec
DELETE FROM staff_absences WHERE adm = @adm AND person_id = @person_id AND (CAST(@source AS TEXT) = '' OR source = @source);

-- name: StaffWishes :many
SELECT * FROM staff_wishes WHERE adm = @adm ORDER BY person_id, skill_id, assignment_id;

-- name: DropStaffWishes :exec
DELETE FROM staff_wishes WHERE adm = @adm AND person_id = @person_id;

-- name: StaffAssignments :many
SELECT * FROM staff_assignments WHERE adm = @adm ORDER BY closed, priority DESC, name, id;

-- name: SetStaffAssignment :exec
UPDATE staff_assignments SET name = @name, project = @project, place = @place, priority = @priority, deadline = @deadline, budget = @budget, closed = @closed
WHERE adm = @adm AND id = @id;

-- name: StaffSeats :many
SELECT * FROM staff_seats WHERE adm = @adm ORDER BY assignment_id, id;

-- name: StaffSeat :one
SELECT * FROM staff_seats WHERE adm = @adm AND id = @id;

-- name: SetStaffSeat :exec
UPDATE staff_seats SET assignment_id = @assignment_id, name = @name, first = @first, work = @work WHERE adm = @adm AND id = @id;

-- name: StaffNeeds :many
SELECT * FROM staff_needs WHERE adm = @adm ORDER BY seat_id, must DESC, skill_id;

-- name: DropStaffNeeds :exec
DELETE FROM staff_needs WHERE adm = @adm AND seat_id = @seat_id;

-- name: StaffBefore :many
SELECT * FROM staff_before WHERE adm = @adm ORDER BY seat_id, person_id;

-- name: DropStaffBefore :exec
DELETE FROM staff_before WHERE adm = @adm AND seat_id = @seat_id;

-- name: StaffPairs :many
SELECT * FROM staff_pairs WHERE adm = @adm ORDER BY seat_a, seat_b;

-- name: DropStaffPair :exec
DELETE FROM staff_pairs WHERE adm = @adm AND seat_a = @seat_a AND seat_b = @seat_b;

-- name: StaffTravel :many
SELECT * FROM staff_travel WHERE adm = @adm ORDER BY place_a, place_b;

-- name: DropStaffTravel :exec
DELETE FROM staff_travel WHERE adm = @adm AND place_a = @place_a AND place_b = @place_b;

-- name: StaffSeated :many
SELECT * FROM staff_seated WHERE adm = @adm ORDER BY seat_id;

-- name: DropStaffSeated :exec
DELETE FROM staff_seated WHERE adm = @adm AND seat_id = @seat_id;

-- name: StaffBarred :many
SELECT * FROM staff_barred WHERE adm = @adm ORDER BY seat_id, person_id;

-- name: DropStaffBarred :exec
DELETE FROM staff_barred WHERE adm = @adm AND seat_id = @seat_id;

-- name: StaffPlan :one
SELECT * FROM staff_plans WHERE adm = @adm AND id = @id;

-- StaffPlanStanding: the plan that waits for a decision; there is at most one.
-- name: StaffPlanStanding :one
SELECT * FROM staff_plans WHERE adm = @adm AND state = 'proposed' ORDER BY id DESC LIMIT 1;

-- name: StaffPlanLast :one
SELECT * FROM staff_plans WHERE adm = @adm ORDER BY id DESC LIMIT 1;

-- name: SetStaffPlanState :exec
UPDATE staff_plans SET state = @state WHERE adm = @adm AND id = @id;

-- DropStaffPlans: what was proposed and is overtaken.
-- name: DropStaffPlans :exec
UPDATE staff_plans SET state = 'dropped' WHERE adm = @adm AND state = 'proposed';

-- name: StaffPlacements :many
SELECT * FROM staff_placements WHERE adm = @adm AND plan_id = @plan_id ORDER BY seat_id;

-- name: SetStaffPlacement :exec
UPDATE staff_placements SET state = @state WHERE adm = @adm AND plan_id = @plan_id AND seat_id = @seat_id;

-- name: StaffDecisions :many
SELECT * FROM staff_decisions WHERE adm = @adm AND id < @before_id ORDER BY id DESC LIMIT @page;

-- name: StaffDecision :one
SELECT * FROM staff_decisions WHERE adm = @adm AND id = @id;

-- name: StaffDecisionsOfSeat :many
SELECT * FROM staff_decisions WHERE adm = @adm AND seat_id = @seat_id ORDER BY id DESC;

-- name: MarkStaffUndone :exec
UPDATE staff_decisions SET undone_by = @undone_by WHERE adm = @adm AND id = @id;

-- name: StaffScenarios :many
SELECT * FROM staff_scenarios WHERE adm = @adm ORDER BY id;

-- name: StaffScenario :one
SELECT * FROM staff_scenarios WHERE adm = @adm AND id = @id;

-- name: DropStaffScenario :exec
DELETE FROM staff_scenarios WHERE adm = @adm AND id = @id;

-- name: StaffFeedByHash :one
SELECT * FROM staff_feeds WHERE adm = @adm AND hash = @hash;

-- name: StaffFeedsOf :many
SELECT * FROM staff_feeds WHERE adm = @adm AND person_id = @person_id ORDER BY id;

-- name: DropStaffFeeds :exec
DELETE FROM staff_feeds WHERE adm = @adm AND person_id = @person_id;
