-- part: ranked

-- The order of the queue. With 'ranked', this is the only code that changes it. Plain jobs stand in the list 'ready'. Of those with a rank, larger priorities
-- than 0 come before the list, smaller ones after it.
local behind = before .. '\128'

-- Members in their order, by bytes: how Lua compares texts depends on the server's locale.
local function isBefore(one, other)
  local x, y = { string.byte(one, 9, 34) }, { string.byte(other, 9, 34) }
  for i = 1, 26 do
    if x[i] ~= y[i] then
      return x[i] < y[i]
    end
  end
  return false
end

local function append(plain)
  if #plain > 0 then
    redis.call('RPUSH', K.ready, unpack(plain))
  end
end

-- Puts them before the head, the first one first.
local function prepend(plain)
  if #plain > 0 then
    local reversed = {} -- LPUSH puts its last first
    for i = #plain, 1, -1 do
      reversed[#reversed + 1] = plain[i]
    end
    redis.call('LPUSH', K.ready, unpack(reversed))
  end
end

local function dropFirst(n)
  if n > 0 then
    redis.call('LTRIM', K.ready, n, -1)
  end
end

local function hasReady()
  return redis.call('LLEN', K.ready) > 0 or hasTraits() and redis.call('ZCARD', K.ranked) > 0
end

-- The first n of the order as it will stand once 'back' is prepended and 'new' appended, each as members of those with a rank, and ids without: ids, and
-- the members of those that have a rank, by id.
local function firstReady(n, rankedBack, plainBack, rankedNew, plainNew)
  local head, members = {}, {}
  local function add(ids)
    for i = 1, math.min(#ids, n - #head) do
      head[#head + 1] = ids[i]
    end
  end
  local function addRanked(from, to, isHere)
    local found = redis.call('ZRANGEBYLEX', K.ranked, from, to, 'LIMIT', 0, n)
    local merged = #rankedBack + #rankedNew > 0
    for _, others in ipairs({ rankedBack, rankedNew }) do
      for i = 1, #others do
        if isHere(string.byte(others[i], 9)) then
          found[#found + 1] = others[i]
        end
      end
    end
    if merged then
      table.sort(found, isBefore)
    end
    for i = 1, math.min(#found, n - #head) do
      local id = string.sub(found[i], 19)
      if not members[id] then -- it may stand there already, of a call in whose midst a command failed
        head[#head + 1], members[id] = id, found[i]
      end
    end
  end
  local anyRanked = hasTraits()
  if anyRanked then
    addRanked('-', '(' .. behind, function(byte) return byte < 128 end)
  end
  if #head == 0 and #plainBack == 0 then
    head = redis.call('LRANGE', K.ready, 0, n - 1)
  elseif #head < n then
    add(plainBack)
    if #head < n then
      add(redis.call('LRANGE', K.ready, 0, n - 1))
    end
  end
  add(plainNew)
  if anyRanked and #head < n then
    addRanked('[' .. behind, '+', function(byte) return byte >= 128 end)
  end
  return head, members
end
