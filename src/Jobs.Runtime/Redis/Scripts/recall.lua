#!lua flags=no-writes
-- recall: the steps of a job that are done.
-- KEYS[1]  {prefix:queue}:steps  hash, id -> records, each 'unix-ms length' and a line feed, then that many bytes
-- ARGV[1]  id
-- returns  the records; false where there is none
-- cost     O(bytes recorded of the job), whatever the backlog
return redis.call('HGET', KEYS[1], ARGV[1])
