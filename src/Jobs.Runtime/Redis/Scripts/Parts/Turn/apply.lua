-- part: asks

-- What has ended or is to wait leaves 'active' after it has arrived where it goes.
local function applyOutcomes()
  if #changed > 0 then redis.call('HSET', K.state, unpack(changed)) end
  local ended = ends.over
  writeEnds()
  if #toDue > 0 then redis.call('ZADD', K.due, unpack(toDue)) end
  if #unhandled > 0 then redis.call('ZADD', K.unhandled, unpack(unhandled)) end
  if #ended > 0 then
    if again then redis.call('ZREM', K.due, unpack(ended)) end -- asked to stop since the first try
    redis.call('HDEL', K.active, unpack(ended))
  end
  if #waiting > 0 then redis.call('HDEL', K.active, unpack(waiting)) end
  if cancels > 0 then
    if #ended > 0 then unask(ended) end
    if #waiting > 0 then unask(waiting) end
  end
end

-- What this session asked to be told to stop, and no longer holds.
local function applySettled()
  if cancels == 0 or #settled == 0 then
    return
  end
  local asked, stale = redis.call('HMGET', K.cancel, unpack(settled)), {}
  for i = 1, #settled do
    if asked[i] == session then
      stale[#stale + 1] = settled[i]
    end
  end
  if #stale > 0 then unask(stale) end
end

local function applyBack(rankedBack, plainBack)
  if #back > 0 then
    rankAll(rankedBack)
    prepend(plainBack)
    redis.call('HDEL', K.active, unpack(back))
  end
end

local function applyPromoted(rankedNew, plainNew)
  if #promoted > 0 then
    rankAll(rankedNew)
    append(plainNew)
    redis.call('ZREM', K.due, unpack(promoted))
  end
  if #adopted > 0 then redis.call('ZREM', K.unhandled, unpack(adopted)) end
end

-- A job with a rank leaves 'ranked' after it stands in 'active'; one of the list before, for which there is the note.
local function applyFetched(ranked, plain)
  if again then
    unrank((split(taken, ranksOf(taken)))) -- where a failed command has left them
  end
  if got == 0 then
    return
  end
  redis.call('HSET', K.control, 'grant', string.format('%d', delivery)) -- @delivery number
  dropFirst(plain)
  if #delivered > 0 then redis.call('HSET', K.active, unpack(delivered)) end
  if #later > 0 then redis.call('ZADD', K.due, unpack(later)) end
  for i = 1, #marked, 2 do
    redis.call('HSET', K.ended, marked[i], marked[i + 1])
    redis.call('ZADD', K.done, 'NX', now, marked[i]) -- there already, unless its cancellation failed midway
    redis.call('HDEL', K.state, marked[i])
  end
  for i = 1, #missing do
    die(missing[i], 'm 0 0\n')
  end
  if #missing > 0 then writeEnds() end
  unrank(ranked)
end
