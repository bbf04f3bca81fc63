-- Who waits, and until when: in how many ms this session looks again; -1: it will be woken.
local function idleUntil()
  if again then
    return 0
  end
  if got < want and not cut then
    local passed = #later > 0 and wake() -- what this session may not have is for another, if there is one
    redis.call('SADD', K.idle, session)
    local head = redis.call('ZRANGE', K.due, 0, 0, 'WITHSCORES')
    if head[2] then
      -- One idle session watches the clock for the next job that is due; the others sleep until woken.
      local first = tonumber(head[2])
      local watched, watcher = string.match(redis.call('HGET', K.control, 'watch') or '', '^(%d+) (.*)$')
      watched = tonumber(watched)
      if passed then
        if watcher == session then
          redis.call('HDEL', K.control, 'watch')
        end
      elseif not watched or watcher == session or watched <= now or watched > first then
        redis.call('HSET', K.control, 'watch', head[2] .. ' ' .. session)
        return math.max(first - now, 0)
      end
    end
    return -1
  end
  redis.call('SREM', K.idle, session)
  local watching = string.match(redis.call('HGET', K.control, 'watch') or '', ' (.*)$') == session
  if watching then
    redis.call('HDEL', K.control, 'watch') -- it has no room when the time comes
  end
  if watching or hasReady() then
    wake() -- somebody to watch instead, or to take what this session cannot
  end
  return #taken < want and 0 or -1 -- 0: what it met was cancelled, missing or too much at once, and nobody will wake it for the next
end

local function reply(nextIn)
  if again and #taken > 0 then
    if budget > 0 then
      envelopes, states = fitting(taken)
    else
      envelopes = { #(envelopesOf({ taken[1] })[1] or '') }
    end
  end
  local some = {}
  for i = 1, #envelopes do
    if states[i] then
      some = states
      break
    end
  end
  return { 'ok', now, nextIn, holder, refusals, joined, envelopes, some, cancels > 0 and asksOf() or '' }
end
