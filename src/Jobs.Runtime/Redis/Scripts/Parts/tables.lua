-- The envelopes of a queue stand in 64 hashes, by the time their ids say. They are the last 64 keys of a script.
local tables = #KEYS - 63

-- The table an id says, 0 to 63: an id of UUID version 7 says when it was made, so jobs made within the same 256 ms stand in the same one.
local function tableOf(id)
  local window, _, version = string.byte(id, 5, 7)
  return version and version >= 112 and version < 128 and window % 64 or 0
end

-- Jobs that come together were mostly made together: all are looked for where the first one is, and only what is not there by itself.
local function envelopesOf(ids)
  local first = tableOf(ids[1])
  local envelopes = redis.call('HMGET', KEYS[tables + first], unpack(ids))
  for i = 2, #ids do
    if not envelopes[i] then
      local other = tableOf(ids[i])
      envelopes[i] = other ~= first and redis.call('HGET', KEYS[tables + other], ids[i])
    end
  end
  return envelopes
end

local function forgetEnvelopes(ids)
  local first = tableOf(ids[1])
  if redis.call('HDEL', KEYS[tables + first], unpack(ids)) < #ids then
    for i = 2, #ids do
      local other = tableOf(ids[i])
      if other ~= first then redis.call('HDEL', KEYS[tables + other], ids[i]) end
    end
  end
end
