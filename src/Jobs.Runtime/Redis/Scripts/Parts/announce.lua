-- Announces the ends of those of these jobs that somebody waits for.
local function announce(ids)
  local awaited = redis.call('SMISMEMBER', waiters, unpack(ids))
  for i = 1, #ids do
    if awaited[i] == 1 then
      tell(endChannel .. ids[i], '')
      redis.call('SREM', waiters, ids[i])
    end
  end
end
