-- What leaves 'due' for the order: what is due, bounded, so that a million jobs due at once stall nobody; and before its time, where the order has not enough,
-- what waited for suspects of this session to end, and what others could not run.
local promoted, adopted = {}, {} -- ids; entries of 'unhandled'

local function promoteDeferred(spare)
  if spare <= 0 or #deferred == 0 or #group >= (room or 1000) then
    return spare
  end
  local rest, tightest, early, seen = {}, room, 0, {}
  local states = redis.call('HMGET', K.state, unpack(deferred))
  for i = 1, #deferred do
    local limit = limitOf(states[i])
    if limit and spare > 0 and fits(math.min(limit, tightest or limit), early) then
      local at = redis.call('ZSCORE', K.due, deferred[i])
      if at and tonumber(at) > now and tonumber(at) <= now + 1000 then -- else somebody else has or had it
        promoted[#promoted + 1], seen[deferred[i]] = deferred[i], true
        early, spare, tightest = early + 1, spare - 1, math.min(limit, tightest or limit)
      end
    elseif limit then
      rest[#rest + 1] = deferred[i]
    end
  end
  deferred = rest
  return spare, seen
end

local function promoteUnhandled(spare, seen)
  for i = 1, #kinds do
    local found = spare > 0 and redis.call('ZRANGEBYLEX', K.unhandled, '[' .. kinds[i], '(' .. kinds[i] .. string.rep('\255', 17), 'LIMIT', 0, 1000) or {}
    for j = 1, #found do
      local id = string.sub(found[j], 9)
      local at = spare > 0 and redis.call('ZSCORE', K.due, id)
      if spare > 0 then
        adopted[#adopted + 1] = found[j] -- it has ended or somebody has it, where it is not due: its entry goes too
      end
      if at and tonumber(at) > now and not seen[id] then
        promoted[#promoted + 1] = id
        spare = spare - 1
      end
    end
  end
end

local function promote()
  promoted = redis.call('ZRANGEBYSCORE', K.due, '-inf', now, 'LIMIT', 0, 1000)
  for i = 1, #dueNow do
    promoted[#promoted + 1] = dueNow[i]
  end
  if want == 0 then
    return
  end
  readSuspects()
  if #deferred + #kinds > 0 then
    local spare = want - #back - #promoted
    spare = spare > 0 and spare - redis.call('LLEN', K.ready) or 0
    local left, seen = promoteDeferred(spare)
    promoteUnhandled(left, seen or {})
  end
end
