-- What a job has left behind once it is to be forgotten. 'forgetEnvelopes' is of part table or tables.
local function forget(ids)
  forgetEnvelopes(ids)
  redis.call('HDEL', K.steps, unpack(ids))
end
