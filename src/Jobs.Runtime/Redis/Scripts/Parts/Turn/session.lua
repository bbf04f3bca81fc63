-- part: mend

-- What a session remembers of its last turn, in 'calls': its number, its holder, how many outcomes it refused, how many suspects it held and was not given,
-- then the ids of all, 16 bytes each.
local again = false -- this call was begun before
local holder, refusals, taken = '', '', {} -- what it was answered, or would have been
local suspects, deferred = {}, {} -- jobs of many recoveries that this session was given; those that it was not given for it
local expiry

-- Why this call is not to be applied; nil: it is.
local function open()
  expiry = tonumber(redis.call('ZSCORE', K.workers, session) or 0)
  if expiry == 0 then -- @session
    return 'ended'
  end
  local kept = redis.call('HMGET', K.calls, session, 'open')
  local last = kept[1]
  if not last and seq > 1 then -- @forgotten session
    return 'ended' -- its calls are forgotten, as below
  end
  if last then
    local number, before, n, more, from = string.match(last, '^(%d+)\n([^\n]*)\n(%d+)([^\n]*)\n()')
    number = tonumber(number)
    if seq > number + 1 then -- @forgotten call
      -- A call that was answered is forgotten: a crash took the last writes. What stands here as held by this session may have ended long ago, and
      -- nobody would tell again; so the session is left to expire, and whoever recovers it requeues all of that.
      return 'ended'
    end
    if seq < number then -- @late call
      return 'stale'
    end
    local to = #last
    if more ~= '' then -- behind the ids stand the suspects
      local held, others = string.match(more, '^ (%d+) (%d+)$')
      held, others = tonumber(held), tonumber(others)
      to = to - 16 * (held + others)
      for i = 1, held + others do
        local id = string.sub(last, to + 16 * i - 15, to + 16 * i)
        if i <= held then
          suspects[i] = id
        else
          deferred[i - held] = id
        end
      end
    end
    if seq == number then -- @repeated call
      again, holder = true, before
      local split = from + 16 * tonumber(n)
      refusals = string.sub(last, from, split - 1)
      for i = split, to, 16 do
        taken[#taken + 1] = string.sub(last, i, i + 15)
      end
    end
  end
  if kept[2] then -- @moves half done
    mend(kept[2])
    redis.call('HDEL', K.calls, 'open')
  end
end
