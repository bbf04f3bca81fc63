#!lua flags=no-writes
-- recall: the steps of a job that are done.
-- keys     steps
-- ARGV[1]  id
-- returns  the records; false where there is none
-- cost     O(bytes recorded of the job), whatever the backlog
return redis.call('HGET', K.steps, ARGV[1])
