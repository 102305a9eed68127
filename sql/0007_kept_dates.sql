-- SPDX-License-Identifier: MIT
--
-- Version 7: a kept table keeps how its dates are read.

PRAGMA user_version = 7;

-- The order of 12/1/2026 where no date of the table tells; NULL: such dates
-- are refused.
ALTER TABLE kept ADD COLUMN dates TEXT CHECK (dates IN ('mdy', 'dmy', 'ymd'));
