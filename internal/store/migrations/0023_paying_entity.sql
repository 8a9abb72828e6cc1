-- +goose Up
-- Which of the vendor's companies pays a payout, fixed with its reference. Empty where the row was written by a release that
-- does not know of it: the bank was told of none, and a line of its statement may name any.
ALTER TABLE payouts ADD COLUMN paying_entity text NOT NULL DEFAULT '';

-- Which company a line of the bank's statement names; empty where it names none.
ALTER TABLE statement_lines ADD COLUMN entity text NOT NULL DEFAULT '';
ALTER TABLE statement_lines DROP CONSTRAINT statement_lines_difference_check;
ALTER TABLE statement_lines ADD CONSTRAINT statement_lines_difference_check
    CHECK (difference IN ('', 'missing_here', 'other_amount', 'other_entity', 'twice', 'not_settled_here'));
