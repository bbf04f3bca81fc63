-- What has been recovered so often may be what ends processes. A session holds so many of them at a time that each recovery leaves fewer to suspect, and
-- that a last one is alone: a group is never larger than what the most often recovered in it may be in.
local group, room = suspects, nil -- those this session holds; how many it may
local limitBy

-- How many such jobs a session may hold; nil: it is no suspect.
local function limitOf(state)
  local recoveries = recoveriesOf(state)
  if recoveries == 0 then
    return nil
  end
  if not limitBy then
    limitBy = {}
    for number in string.gmatch(limits, '%d+') do
      limitBy[#limitBy + 1] = tonumber(number)
    end
  end
  return recoveries >= limitBy[1] and limitBy[math.min(2 + recoveries - limitBy[1], #limitBy)] or nil
end

local function fits(limit, more)
  return #group + more < math.min(limit, room or limit)
end

-- The suspects that this session still holds once its outcomes are settled.
local function readSuspects()
  if #suspects == 0 then
    return
  end
  local held = redis.call('HMGET', K.active, unpack(suspects))
  local states = redis.call('HMGET', K.state, unpack(suspects))
  local leaves = {}
  for _, ids in ipairs({ ends.over, waiting, back }) do
    for i = 1, #ids do
      leaves[ids[i]] = true
    end
  end
  group = {}
  for i = 1, #suspects do
    if held[i] and string.match(held[i], '^%S+') == session and not leaves[suspects[i]] then
      group[#group + 1] = suspects[i]
      room = math.min(limitOf(states[i]) or 1, room or 1000)
    end
  end
end
