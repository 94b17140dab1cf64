"""What SQLite has and PostgreSQL has not, under names of our own."""

from __future__ import annotations

FUNCTIONS = r"""
-- A time as SQLite's functions of times take it: text, and what is added to it ('+7 hours').
CREATE FUNCTION jujugan_moment(at text, VARIADIC later text[] DEFAULT '{}') RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT at::timestamp + coalesce((SELECT sum(one::interval) FROM unnest(later) AS one), interval '0') $$;

-- Days since noon of 24 November 4714 BC.
CREATE FUNCTION jujugan_julian(at text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (extract(epoch FROM at::timestamp) / 86400 + 2440587.5)::double precision $$;

-- A text as the index cuts it: words of letters and digits, without marks over or under them, in small letters
-- (as SQLite's unicode61 remove_diacritics 2 does).
CREATE FUNCTION jujugan_words(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT regexp_replace(
    lower(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g') COLLATE "und-x-icu"),
    '[^[:alnum:]]+' COLLATE "und-x-icu", ' ', 'g') $$;

CREATE FUNCTION jujugan_index(title text, body text, tags text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT setweight(to_tsvector('simple', jujugan_words(title)), 'A')
    || setweight(to_tsvector('simple', jujugan_words(body)), 'B')
    || setweight(to_tsvector('simple', jujugan_words(tags)), 'D') $$;

CREATE FUNCTION jujugan_phrase(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT phraseto_tsquery('simple', jujugan_words(words)) $$;

-- Names of people are the same whatever their capitals.
CREATE COLLATION "NOCASE" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
"""
