-- The one table of envelopes that the jobs of this call stand in.
local function forgetEnvelopes(ids)
  redis.call('HDEL', K.jobs, unpack(ids))
end
