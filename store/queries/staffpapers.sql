-- StaffPlansMade: the plans that were made from a moment to before another.
-- name: StaffPlansMade :many
SELECT * FROM staff_plans WHERE adm = @adm AND made_at >= @since AND made_at < @before ORDER BY id;
