SELECT
  "t14"."by_person",
  "t14"."period",
  COUNT(DISTINCT "t14"."v0") AS "v0",
  COUNT("t14"."v0") AS "n0"
FROM (
  SELECT
    "t13"."for_subject",
    "t13"."for_day",
    "t13"."on_day",
    "t13"."v0",
    "t13"."by_person",
    "t13"."share",
    0 AS "period"
  FROM (
    SELECT
      "t7"."for_subject",
      "t7"."for_day",
      "t7"."on_day",
      "t7"."v0",
      "t12"."by_person",
      "t12"."share"
    FROM (
      SELECT
        COALESCE("t0"."shop", '') AS "for_subject",
        "t0"."ordered_at_day" AS "for_day",
        "t0"."ordered_at_day" AS "on_day",
        CASE WHEN "t0"."sku" IS NOT NULL THEN "t0"."sku" ELSE NULL END AS "v0"
      FROM "order_lines" AS "t0"
      WHERE
        "t0"."ordered_at_day" >= MAKE_DATE(2026, 10, 1)
        AND "t0"."ordered_at_day" < MAKE_DATE(2026, 11, 1)
    ) AS "t7"
    INNER JOIN (
      SELECT
        "t10"."for_subject" AS "for_subject_of",
        "t10"."for_day" AS "for_day_of",
        "t10"."on_day" AS "on_day_of",
        "t10"."by_person",
        "t10"."share"
      FROM (
        SELECT
          "t9"."for_subject",
          "t9"."for_day",
          "t9"."on_day",
          "t9"."by_person",
          SUM("t9"."share") AS "share"
        FROM (
          SELECT
            "t4"."for_subject",
            "t4"."for_day",
            "t4"."on_day",
            COALESCE("t6"."person", 'unassigned') AS "by_person",
            COALESCE("t6"."share", 10000) AS "share"
          FROM (
            SELECT DISTINCT
              COALESCE("t0"."shop", '') AS "for_subject",
              "t0"."ordered_at_day" AS "for_day",
              "t0"."ordered_at_day" AS "on_day"
            FROM "order_lines" AS "t0"
            WHERE
              "t0"."ordered_at_day" >= MAKE_DATE(2026, 10, 1)
              AND "t0"."ordered_at_day" < MAKE_DATE(2026, 11, 1)
          ) AS "t4"
          LEFT OUTER JOIN (
            SELECT
              "t1"."first",
              "t1"."past",
              "t1"."person",
              "t1"."share",
              "t1"."subject" AS "credited"
            FROM "credit_days" AS "t1"
            WHERE
              "t1"."kind" = 'shop'
          ) AS "t6"
            ON "t4"."for_subject" = "t6"."credited"
            AND "t4"."for_day" >= "t6"."first"
            AND "t4"."for_day" < "t6"."past"
        ) AS "t9"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t10"
    ) AS "t12"
      ON "t7"."for_subject" = "t12"."for_subject_of"
      AND "t7"."for_day" = "t12"."for_day_of"
      AND "t7"."on_day" = "t12"."on_day_of"
  ) AS "t13"
) AS "t14"
GROUP BY
  1,
  2
