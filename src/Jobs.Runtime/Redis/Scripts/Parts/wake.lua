-- part: tell

-- Wakes an idle session, if there is one; a hint too.
local function wake()
  for _ = 1, 3 do -- a session that died while idle has no listener: try another, but not all
    local session = redis.pcall('SPOP', K.idle)
    if type(session) ~= 'string' then
      return nil
    end
    local heard = tell(wakeChannel .. session, queue)
    if not heard then
      redis.pcall('SADD', K.idle, session) -- another may have the right to wake it
      return nil
    elseif heard > 0 then
      return session
    end
  end
  return nil
end
