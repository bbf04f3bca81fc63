#!lua flags=allow-oom
-- record: keeps the result of a step that a handler has done, for the next attempt at its job.
-- keys     active steps
-- ARGV[1]  id
-- ARGV[2]  holder
-- ARGV[3]  how many bytes are recorded before this step
-- ARGV[4]  the step
-- returns  how many bytes are recorded with it, or 0: the run is over, nothing was recorded
-- cost     O(bytes recorded of the job), whatever the backlog
-- allow-oom: what has been done must be known, or it is done again. The caller bounds the bytes.
-- part: clock
if redis.call('HGET', K.active, ARGV[1]) ~= ARGV[2] then
  return 0
end
local records = redis.call('HGET', K.steps, ARGV[1]) or ''
if #records <= tonumber(ARGV[3]) then -- else it is this call's record, whose reply was lost: no other run writes, and this one writes in turn
  records = records .. string.format('%.0f %d\n', now, #ARGV[4]) .. ARGV[4]
  redis.call('HSET', K.steps, ARGV[1], records)
end
return #records
