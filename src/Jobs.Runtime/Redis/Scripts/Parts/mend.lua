-- A script that moves ids to or from the head of the list writes a note first, in 'calls' under 'open', and removes it last. A note that is found is of
-- a script in whose midst a command failed. Whoever moves ids there completes its moves first, so the list is as that script left it, but for what has
-- been stored behind. Jobs it has not moved yet stay where they are.
-- A note: 'session', LF, the length of the list, LF, 'back promoted dropped', LF, that many ids of each, the first id that is to leave the list.
local function noteOf(session, length, back, promoted, dropped, first)
  return session .. '\n' .. length .. '\n' .. #back .. ' ' .. #promoted .. ' ' .. #dropped .. '\n'
    .. table.concat(back) .. table.concat(promoted) .. table.concat(dropped) .. first
end

-- By the last command of each move: what has left 'active' went back, what has left 'due' was promoted.
local function mend(note)
  local session, length, at = string.match(note, '^([^\n]*)\n(%d+)\n()')
  local lists = { string.match(note, '^(%d+) (%d+) (%d+)\n()', at) }
  at = lists[4]
  for list = 1, 3 do
    local ids = {}
    for i = 1, tonumber(lists[list]) do
      ids[i] = string.sub(note, at, at + 15)
      at = at + 16
    end
    lists[list] = ids
  end
  local back, promoted, dropped, first = lists[1], lists[2], lists[3], string.sub(note, at)
  local last = redis.call('HGET', K.calls, session) or ''
  local holder, refused, held, others, from = string.match(last, '^%d+\n([^\n]*)\n(%d+) ?(%d*) ?(%d*)\n()')

  if #back > 0 then
    local held = redis.call('HGET', K.active, back[1])
    if held and held ~= holder then
      if redis.call('LINDEX', K.ready, 0) == back[1] then
        redis.call('HDEL', K.active, unpack(back))
      end
      return
    end
  end
  if #promoted > 0 and redis.call('ZSCORE', K.due, promoted[1]) then
    if redis.call('LINDEX', K.ready, length) == promoted[1] then
      redis.call('ZREM', K.due, unpack(promoted))
    end
    return
  end
  if first == '' or redis.call('LINDEX', K.ready, 0) == first then
    return
  end

  -- The ids have left the list: what was delivered is held, and nothing else is lost.
  local function settle(id, to)
    local state = redis.call('HGET', K.state, id)
    if state and string.find(state, '^X') then
      redis.call('HSET', K.ended, id, 'x' .. string.sub(state, 2))
      redis.call('HDEL', K.state, id)
    elseif redis.call('HEXISTS', K.active, id) == 0 and not (redis.call('ZSCORE', K.due, id) or redis.call('ZSCORE', K.done, id) or redis.call('ZSCORE', K.dead, id)) then
      if to then
        redis.call('HSET', K.active, id, to)
      else
        redis.call('ZADD', K.due, 0, id) -- the next turn meets it again
      end
    end
  end
  if holder then
    local to = #last - 16 * ((tonumber(held) or 0) + (tonumber(others) or 0)) -- as turn writes it
    for i = from + 16 * tonumber(refused), to, 16 do
      settle(string.sub(last, i, i + 15), holder)
    end
  end
  for i = 1, #dropped do
    settle(dropped[i])
  end
end
