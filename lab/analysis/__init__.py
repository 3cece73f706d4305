"""What a class did with an assignment: items, scores, reliability, mistakes, competences, likenesses. No database, no clock."""
