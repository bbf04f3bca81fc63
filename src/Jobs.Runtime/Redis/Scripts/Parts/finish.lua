-- part: traits
-- part: announce
-- part: forget

-- The end of jobs, whatever brings it, for every script. What ends is gathered and then written together: a command for each key costs less than one for each
-- job. A job leaves 'active', 'due' or the order after this, so that a call in whose midst a command failed finds it again.
-- kept: ids and states that stay, apart from those of jobs that live, since the dead may be ten million and each delivery looks into the states
local function none()
  return { done = {}, dead = {}, kept = {}, stateless = {}, gone = {}, over = {} }
end
local ends, counts = none(), {}

local function count(name, by)
  counts[name] = (counts[name] or 0) + by
end

local function put(list, first, second)
  local n = #list
  list[n + 1], list[n + 2] = first, second
end

-- Completed or cancelled, with a state to keep; without retention nothing of the job stays.
local function finish(id, retention, counter, state)
  if tonumber(retention) > 0 then
    put(ends.done, after(retention), id)
    put(ends.kept, id, state)
  else
    ends.gone[#ends.gone + 1] = id
  end
  ends.stateless[#ends.stateless + 1] = id
  ends.over[#ends.over + 1] = id
  if counter then count(counter, 1) end
end

-- Completed, with nothing to keep: most jobs end so, a group at a time.
local function finishAll(ids, from, retention)
  local over, done, gone, stateless = ends.over, ends.done, ends.gone, ends.stateless
  local till, o, d, g = after(retention), #over, #done, #gone
  if retention > 0 then
    for i = from, #ids do
      done[d + 1], done[d + 2] = till, ids[i]
      d = d + 2
      over[o + 1] = ids[i]
      o = o + 1
    end
  else
    for i = from, #ids do
      g, o = g + 1, o + 1
      gone[g], over[o] = ids[i], ids[i]
      stateless[#stateless + 1] = ids[i]
    end
  end
  if #ids >= from then
    count('completed', #ids - from + 1)
  end
end

local function die(id, state)
  put(ends.dead, after(0), id)
  put(ends.kept, id, state)
  ends.stateless[#ends.stateless + 1] = id
  ends.over[#ends.over + 1] = id
  count('dead', 1)
end

-- inOrder: the jobs still stand in the order, where their traits say; they forget them once they have left it.
local function writeEnds(inOrder)
  if #ends.over == 0 then
    return
  end
  if #ends.kept > 0 then redis.call('HSET', K.ended, unpack(ends.kept)) end
  if #ends.stateless > 0 then redis.call('HDEL', K.state, unpack(ends.stateless)) end
  if #ends.done > 0 then redis.call('ZADD', K.done, unpack(ends.done)) end
  if #ends.dead > 0 then redis.call('ZADD', K.dead, unpack(ends.dead)) end
  if #ends.gone > 0 then forget(ends.gone) end
  if not inOrder then
    forgetTraits(ends.over) -- @traits of what has ended
  end
  announce(ends.over)
  ends = none()
end

local function writeCounts()
  for name, by in pairs(counts) do
    redis.call('HINCRBY', K.stats, name, by)
  end
end
