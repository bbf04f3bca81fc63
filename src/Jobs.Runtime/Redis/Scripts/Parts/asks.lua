-- Which of its jobs a session is asked to cancel: 'id -> session' for each, and 'session -> ids joined', so that nobody walks through the asks of others.
local function unask(ids)
  if redis.call('HDEL', K.cancel, unpack(ids)) == 0 then
    return
  end
  local listed = redis.call('HGET', K.cancel, session)
  if listed then
    local gone, rest = {}, {}
    for i = 1, #ids do
      gone[ids[i]] = true
    end
    for i = 1, #listed, 16 do
      local id = string.sub(listed, i, i + 15)
      if not gone[id] then
        rest[#rest + 1] = id
      end
    end
    if #rest > 0 then
      redis.call('HSET', K.cancel, session, table.concat(rest))
    else
      redis.call('HDEL', K.cancel, session)
    end
  end
end

local function asksOf()
  local asks = {}
  if cancels <= 64 then -- few: those that clients of before the list have asked for are among them
    local asked = redis.call('HGETALL', K.cancel)
    for i = 1, #asked, 2 do
      if asked[i + 1] == session then
        asks[#asks + 1] = asked[i]
      end
    end
    return table.concat(asks)
  end
  local listed = redis.call('HGET', K.cancel, session) or ''
  for i = 1, #listed, 16 do
    local id = string.sub(listed, i, i + 15)
    if redis.call('HGET', K.cancel, id) == session then
      asks[#asks + 1] = id
    end
  end
  return table.concat(asks)
end
