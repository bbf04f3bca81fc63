#!lua flags=no-writes
-- get: all that is known of a job, at one moment.
-- keys     jobs state due active done dead steps ended
-- ARGV[1]  id
-- returns  envelope, state, due, holder, done, dead, steps; each false where there is none
-- cost     O(1)
local id = ARGV[1]
return {
  redis.call('HGET', K.jobs, id),
  redis.call('HGET', K.ended, id) or redis.call('HGET', K.state, id),
  redis.call('ZSCORE', K.due, id),
  redis.call('HGET', K.active, id),
  redis.call('ZSCORE', K.done, id),
  redis.call('ZSCORE', K.dead, id),
  redis.call('HGET', K.steps, id),
}
