-- From here on the call writes. First what it remembers of itself, of a call that found nothing too: a second copy of it that comes late must not fetch a job,
-- since nobody listens to its answer.
local joined -- the ids of the jobs it delivers
local moves = false -- it moves ids to or from the head of the list

local function recordOf(n)
  local plain = ARGV[2] .. '\n' .. holder .. '\n' .. n
  if #group + #deferred == 0 then
    return plain .. '\n' .. refusals .. joined
  end
  return plain .. ' ' .. #group .. ' ' .. #deferred .. '\n' .. refusals .. joined .. table.concat(group) .. table.concat(deferred)
end

-- What this session was not given for the suspects it holds: the newest first.
local function rememberPassedOver()
  if #passedOver == 0 then
    return
  end
  local new = {}
  for i = 1, #passedOver do
    new[passedOver[i]] = true
  end
  for i = 1, #deferred do
    if not new[deferred[i]] and #passedOver < 1000 then
      passedOver[#passedOver + 1] = deferred[i]
    end
  end
  deferred = passedOver
end

local function rememberAgain(plainBack)
  local still, stands = {}, #taken > 0 and redis.call('HMGET', K.active, unpack(taken)) or {}
  for i = 1, #taken do
    if stands[i] == holder then -- else it has not left the order when this call failed
      still[#still + 1] = taken[i]
    end
  end
  joined = table.concat(still)
  if #still < #taken then
    taken = still
    redis.call('HSET', K.calls, session, recordOf(math.floor(#refusals / 16)))
  end
  if moves then
    redis.call('HSET', K.calls, 'open', noteOf(session, 0, plainBack, {}, {}, ''))
  end
end

-- first: the id at the head of the list that is to leave it; '': none.
local function remember(plainBack, plainNew, first)
  moves = #plainBack + #plainNew > 0 or first ~= ''
  if again then
    return rememberAgain(plainBack)
  end
  joined = table.concat(taken)
  rememberPassedOver()
  refusals = table.concat(refused)
  local record = recordOf(#refused)
  if moves then
    local length = #plainNew > 0 and redis.call('LLEN', K.ready) + #plainBack or 0
    redis.call('HSET', K.calls, session, record, 'open', noteOf(session, length, plainBack, plainNew, dropped, first))
  else
    redis.call('HSET', K.calls, session, record) -- @remembered call
  end
  local ahead = expiry - now
  if ahead > ttl or ttl - ahead > ttl / 10 then -- a busy session need not write this many times a second; one that held nothing may have had more time
    redis.call('ZADD', K.workers, now + ttl, session)
  end
end

local function closeNote()
  if moves then redis.call('HDEL', K.calls, 'open') end
  if not again and #refused > 0 then count('refused', #refused) end
end
