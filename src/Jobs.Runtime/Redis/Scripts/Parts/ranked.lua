-- part: traits

-- Jobs with a rank stand in 'ranked', all with score 0, in the order of their members: 8 bytes of the partition (0 so far), 4 of the rank, 6 of the number,
-- 16 of the id.
local before = string.rep('\0', 8)

-- rank: with the number, as part traits has it.
local function memberOf(rank, id)
  return before .. rank .. id
end

-- Ids with a rank, as members; and those without. 'ranks' may be nil.
local function split(ids, ranks)
  if not ranks then
    return {}, ids
  end
  local ranked, plain = {}, {}
  for i = 1, #ids do
    local rank = ranks[ids[i]] -- @rank
    if rank then
      ranked[#ranked + 1] = memberOf(rank, ids[i])
    else
      plain[#plain + 1] = ids[i]
    end
  end
  return ranked, plain
end

-- Members find their places by themselves, and adding one twice changes nothing: unlike moves of the list, these need no note.
local function rankAll(members)
  if #members > 0 then
    local scored = {}
    for i = 1, #members do
      scored[2 * i - 1], scored[2 * i] = 0, members[i]
    end
    redis.call('ZADD', K.ranked, unpack(scored))
  end
end

local function unrank(members)
  return #members > 0 and redis.call('ZREM', K.ranked, unpack(members)) or 0
end
