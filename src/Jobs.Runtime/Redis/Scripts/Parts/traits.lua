-- What jobs have beyond the plain: 'traits' holds a record for each job that has anything, and only for those. A record is a sequence of fields: a letter,
-- the length of its value (1 byte), the value. 'R': the rank, 4 bytes, the priority inverted, so that a larger priority comes first.
-- 'S': its number among those with a rank, 6 bytes, in the order in which they were stored.
local someHaveTraits -- once asked; a queue without any pays one command a call
local function hasTraits()
  if someHaveTraits == nil then
    someHaveTraits = redis.call('HLEN', K.traits) > 0
  end
  return someHaveTraits
end

local function traitOf(record, letter)
  local at = 1
  while record and at < #record do
    local length = string.byte(record, at + 1)
    if string.sub(record, at, at) == letter then
      return string.sub(record, at + 2, at + 1 + length)
    end
    at = at + 2 + length
  end
end

-- Rank and number: where a job stands in the order; nil: it has no rank.
local function rankIn(record)
  local rank = traitOf(record, 'R')
  return rank and rank .. traitOf(record, 'S')
end

-- The same of these jobs, by id; nil: none of them has one.
local function ranksOf(ids)
  if #ids == 0 or not hasTraits() then
    return nil
  end
  local records, ranks = redis.call('HMGET', K.traits, unpack(ids)), nil
  for i = 1, #ids do
    local rank = rankIn(records[i])
    if rank then
      ranks = ranks or {}
      ranks[ids[i]] = rank
    end
  end
  return ranks
end

local function forgetTraits(ids)
  if #ids > 0 and hasTraits() then
    redis.call('HDEL', K.traits, unpack(ids))
  end
end
