pattern = "\d+"
