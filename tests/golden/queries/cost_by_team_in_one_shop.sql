WITH "t8" AS (
  SELECT
    "t5"."by_shop",
    "t5"."for_subject",
    "t5"."for_day",
    "t5"."on_day",
    COALESCE(
      SUM("t5"."quantity" * "t5"."unit_cost") FILTER(WHERE
        (
          "t5"."unit_cost" IS NOT NULL
        )
        AND NOT (
          (
            "t5"."category" = 'gift'
          ) OR (
            "t5"."category" = 'sample'
          )
        )
        AND (
          (
            "t5"."quantity" * "t5"."unit_cost"
          ) IS NOT NULL
        )),
      0
    ) AS "v0",
    COUNT(*) FILTER(WHERE
      (
        "t5"."unit_cost" IS NOT NULL
      )
      AND NOT (
        (
          "t5"."category" = 'gift'
        ) OR (
          "t5"."category" = 'sample'
        )
      )
      AND (
        (
          "t5"."quantity" * "t5"."unit_cost"
        ) IS NOT NULL
      )) AS "n0"
  FROM (
    SELECT
      "t0"."shop",
      "t0"."order_id",
      "t0"."line_id",
      "t0"."ordered_at",
      "t0"."ordered_at_day",
      "t0"."sku",
      "t0"."category",
      "t0"."quantity",
      "t0"."unit_price",
      "t0"."paid_amount",
      "t0"."unit_cost",
      "t0"."agent",
      "t0"."source_file",
      "t0"."source_line",
      "t0"."ordered_at_day" AS "on_day",
      COALESCE("t0"."shop", '') AS "by_shop",
      COALESCE("t0"."shop", '') AS "for_subject",
      "t0"."ordered_at_day" AS "for_day"
    FROM "order_lines" AS "t0"
    WHERE
      "t0"."ordered_at_day" >= MAKE_DATE(2026, 10, 1)
      AND "t0"."ordered_at_day" < MAKE_DATE(2026, 11, 1)
      AND COALESCE("t0"."shop", '') = 's1'
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4
)
SELECT
  "t22"."by_team",
  "t22"."period",
  CAST(SUM("t22"."v0" * "t22"."share") AS DECIMAL(38, 0)) AS "v0",
  SUM("t22"."n0") AS "n0"
FROM (
  SELECT
    "t21"."by_shop",
    "t21"."for_subject",
    "t21"."for_day",
    "t21"."on_day",
    "t21"."v0",
    "t21"."n0",
    "t21"."by_team",
    "t21"."share",
    0 AS "period"
  FROM (
    SELECT
      "t10"."by_shop",
      "t10"."for_subject",
      "t10"."for_day",
      "t10"."on_day",
      "t10"."v0",
      "t10"."n0",
      "t20"."by_team",
      "t20"."share"
    FROM "t8" AS "t10"
    INNER JOIN (
      SELECT
        "t18"."for_subject" AS "for_subject_of",
        "t18"."for_day" AS "for_day_of",
        "t18"."on_day" AS "on_day_of",
        "t18"."by_team",
        "t18"."share"
      FROM (
        SELECT
          "t17"."for_subject",
          "t17"."for_day",
          "t17"."on_day",
          "t17"."by_team",
          SUM("t17"."share") AS "share"
        FROM (
          SELECT
            "t15"."for_subject",
            "t15"."for_day",
            "t15"."on_day",
            "t15"."by_person",
            "t15"."share",
            "t6"."by_team"
          FROM (
            SELECT
              "t12"."for_subject",
              "t12"."for_day",
              "t12"."on_day",
              COALESCE("t7"."person", 'unassigned') AS "by_person",
              COALESCE("t7"."share", 10000) AS "share"
            FROM (
              SELECT DISTINCT
                "t9"."for_subject",
                "t9"."for_day",
                "t9"."on_day"
              FROM "t8" AS "t9"
            ) AS "t12"
            LEFT OUTER JOIN (
              SELECT
                "t2"."first",
                "t2"."past",
                "t2"."person",
                "t2"."share",
                "t2"."subject" AS "credited"
              FROM "credit_days" AS "t2"
              WHERE
                "t2"."kind" = 'shop'
            ) AS "t7"
              ON "t12"."for_subject" = "t7"."credited"
              AND "t12"."for_day" >= "t7"."first"
              AND "t12"."for_day" < "t7"."past"
          ) AS "t15"
          INNER JOIN (
            SELECT
              "t1"."member",
              "t1"."first",
              "t1"."past",
              "t1"."team" AS "by_team"
            FROM "person_teams" AS "t1"
            WHERE
              "t1"."kind" = 'team'
          ) AS "t6"
            ON "t15"."by_person" = "t6"."member"
            AND "t15"."on_day" >= "t6"."first"
            AND "t15"."on_day" < "t6"."past"
        ) AS "t17"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t18"
    ) AS "t20"
      ON "t10"."for_subject" = "t20"."for_subject_of"
      AND "t10"."for_day" = "t20"."for_day_of"
      AND "t10"."on_day" = "t20"."on_day_of"
  ) AS "t21"
) AS "t22"
GROUP BY
  1,
  2
