-- part: tell

-- Announces the ends of those of these jobs that somebody waits for.
local function announce(ids)
  if redis.call('SCARD', K.waiters) == 0 then
    return
  end
  local awaited = redis.call('SMISMEMBER', K.waiters, unpack(ids))
  for i = 1, #ids do
    if awaited[i] == 1 then
      tell(endChannel .. ids[i], '')
      redis.call('SREM', K.waiters, ids[i])
    end
  end
end
